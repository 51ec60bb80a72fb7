"""The verbs of duty, by the names that commands and the clock call them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.duty.coming_and_going import back_from_pauses, off, on
from handlers.scene import Scene
from handlers.turn import Turn

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"on": on, "off": off}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"duty.back": back_from_pauses}
