"""The verbs of duty, by the names that commands, buttons and the clock call them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.duty.answering import not_me, take
from handlers.duty.coming_and_going import back_from_pauses, off, on
from handlers.duty.watching import watch
from handlers.scene import Scene
from handlers.turn import Turn

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"on": on, "off": off}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "duty.take": take,
    "duty.not_me": not_me,
}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {
    "duty.back": back_from_pauses,
    "duty.watch": watch,
}
