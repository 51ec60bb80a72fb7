"""What waiting offers the router and the clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.scene import Scene
from handlers.turn import Turn
from handlers.waiting.details import leave_details
from handlers.waiting.looking import look

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {"waiting.details": leave_details}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"waiting.look": look}
