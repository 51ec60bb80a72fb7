"""One SQLite file, one process: an operating-system lock beside it that ends with its holder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO


class InUse(Exception):
    """Another process works on this file."""


class OnlyOne:
    """Holds the lock until closed or the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Take the lock. Raises InUse if another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = open(self._path, "ab")  # noqa: SIM115
        try:
            _lock(file)
        except OSError:
            file.close()
            raise InUse(str(self._path)) from None
        self._file = file

    def release(self) -> None:
        """Give it back."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def file_of(url: str) -> Path | None:
    """The file of a SQLite URL; None for anything else."""
    prefix, _, path = url.partition(":///")
    if not prefix.startswith("sqlite") or not path or path == ":memory:":
        return None
    return Path(os.path.expanduser(path.partition("?")[0]))
