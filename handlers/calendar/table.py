"""The verbs of the calendar, by the names that commands and buttons call them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.calendar.changing import remove
from handlers.calendar.telling import hours
from handlers.turn import Turn

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"hours": hours}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {"hours.remove": remove}
