"""How far long work has come, for somebody who is looking on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import click


@contextmanager
def progress_bar(label: str, to: TextIO | None = None) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, moved by calling what is given with how much is done, of how much.

    It is not part of what the command says: where nobody looks on, nothing is shown.
    """
    where = to or sys.stderr
    with click.progressbar(length=100, label=label, file=where, hidden=not where.isatty()) as bar:

        def moved(done: int, of: int) -> None:
            bar.update(100 * done // max(of, 1) - bar.pos)

        yield moved
