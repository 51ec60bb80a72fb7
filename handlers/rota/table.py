"""What the rotas offer the router and the clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.rota.calling import call_due
from handlers.rota.command import command
from handlers.rota.having import have
from handlers.scene import Scene
from handlers.turn import Turn

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"rota": command}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {"rota.mine": have}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"rota.call": call_due}
