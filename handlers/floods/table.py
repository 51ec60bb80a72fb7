"""What floods add to the router: a duty and two buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.floods.looking import look, more, pass_on
from handlers.scene import Scene
from handlers.turn import Turn

DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"floods": look}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "floods.pass_on": pass_on,
    "floods.more": more,
}
