"""The verbs of recurring faults under their names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.recurring.ending import mended_pressed, spread
from handlers.recurring.opening import add, choose, open_root
from handlers.recurring.showing import command
from handlers.scene import Scene
from handlers.turn import Turn

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "recurring.choose": choose,
    "recurring.open": open_root,
    "recurring.add": add,
    "recurring.mended": mended_pressed,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"recurring": command}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"recurring.spread": spread}
