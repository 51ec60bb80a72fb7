"""Idle: open matters for which nothing is promised at present. They are looked at all the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.idle.watching import watch
from handlers.scene import Scene

__all__ = ["DUTIES"]

DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"idle.watch": watch}
