"""Where the files of answers are: on this machine, or with the channel already."""

from __future__ import annotations

from pathlib import Path

import msgspec

from handlers.delivery.known_files import known_file
from handlers.scene import Scene
from storage.outbound import SendFile


def file_in(folder: Path | None, name: str) -> Path | None:
    """The file of that name in the base's folder, or below it. None if there is none, or it lies outside.

    One that cannot be looked at (a disk's fault, no right to it, too long a name) is as good as gone.
    """
    if folder is None or not name:
        return None
    try:
        inside = folder.resolve()
        path = (inside / name).resolve()
        return path if path.is_relative_to(inside) and path.is_file() else None
    except (OSError, RuntimeError):
        return None


async def placed(scene: Scene, account_id: int, what: SendFile) -> SendFile | None:
    """A file as it can be sent: by the channel's id if it holds this state of it, else with its whole path.

    None if it is gone.
    """
    if what.file_id or what.content:
        return what
    path = file_in(scene.house.faq_folder, what.path)
    sign = _sign_of(path) if path else ""
    if sign is None:
        path, sign = None, ""
    known = await known_file(scene.session, account_id, what.path)
    if known is not None and known.sign in ("", sign):
        return msgspec.structs.replace(what, file_id=known.file_id)
    return msgspec.structs.replace(what, path=str(path), sign=sign) if path else None


def _sign_of(path: Path) -> str | None:
    """What tells this state of a file from others; None if it cannot be looked at."""
    try:
        about = path.stat()
    except OSError:
        return None
    return f"{about.st_size}-{about.st_mtime_ns}"
