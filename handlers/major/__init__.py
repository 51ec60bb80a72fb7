"""Major matters (重大信息): recognised by words and by rate, told at once, until a person sees to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.major.acknowledging import acknowledge
from handlers.major.telling import remind
from handlers.scene import Scene
from handlers.turn import Turn

__all__ = ["ACTIONS", "DUTIES"]

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {"major.acknowledge": acknowledge}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"major.remind": remind}
