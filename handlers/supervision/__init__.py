"""Supervision: promises are watched, and whoever can keep them is reminded in time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.scene import Scene
from handlers.supervision.climbing import see_to_it
from handlers.supervision.daily import tell_heads
from handlers.supervision.parts import parts_came, wait_for_parts
from handlers.supervision.renewing import command, later
from handlers.supervision.waiting import go_on, wait
from handlers.supervision.watching import watch
from handlers.turn import Turn

__all__ = ["ACTIONS", "COMMANDS", "DUTIES"]

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "promise.later": later,
    "promise.wait": wait,
    "promise.go_on": go_on,
    "promise.seen": see_to_it,
    "promise.parts": wait_for_parts,
    "promise.parts_came": parts_came,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"later": command}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {
    "promises.watch": watch,
    "supervision.daily": tell_heads,
}
