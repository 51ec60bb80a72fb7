"""What known incidents offer the router."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.incidents import joining, writing
from handlers.incidents.command import command
from handlers.incidents.spreading import spread
from handlers.incidents.watching import watch
from handlers.scene import Scene
from handlers.turn import Turn

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"incident": command}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "incidents.open": writing.from_matter,
    "incidents.news": writing.news,
    "incidents.end": writing.end,
    "incidents.me_too": joining.me_too,
    "incidents.else_form": joining.decline_form,
}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"incidents.watch": watch, "incidents.spread": spread}
