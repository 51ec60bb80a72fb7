"""Conduct: an agent whose words go against the house's rules is asked, in private, before they go out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.conduct.deciding import expire_due, send, take_back
from handlers.conduct.noticing import noticed
from handlers.conduct.warning import held_back, held_edit
from handlers.scene import Scene
from handlers.turn import Turn

__all__ = ["ACTIONS", "DUTIES", "held_back", "held_edit", "noticed"]

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "conduct.send": send,
    "conduct.take_back": take_back,
}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"conduct": expire_due}
