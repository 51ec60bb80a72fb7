"""The verbs of contingency plans under their names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.contingency.managing import command, how_to_end, look, start_pressed
from handlers.contingency.reminding import remind
from handlers.contingency.working import acknowledge, tick
from handlers.scene import Scene
from handlers.turn import Turn

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "contingency.start": start_pressed,
    "contingency.acknowledge": acknowledge,
    "contingency.tick": tick,
    "contingency.look": look,
    "contingency.end": how_to_end,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"plans": command}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"contingency.remind": remind}
