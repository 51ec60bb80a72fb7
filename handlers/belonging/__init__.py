"""Which of a customer's matters a message belongs to: the customer is asked, and agents can move it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.belonging.asking import unclear
from handlers.belonging.commanding import choose, command
from handlers.belonging.settling import say_which, settle_due
from handlers.scene import Scene
from handlers.turn import Turn

__all__ = ["ACTIONS", "COMMANDS", "DUTIES", "unclear"]

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"move": command}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "belonging.move": choose,
    "belonging.say": say_which,
}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"belonging": settle_due}
