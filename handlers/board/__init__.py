"""The board: in each group of agents a pinned list of the open cases, what is due first on top."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.board.keeping import keep_boards
from handlers.board.posting import moved, not_shown, posted
from handlers.scene import Scene

__all__ = ["DUTIES", "moved", "not_shown", "posted"]

DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"board": keep_boards}
