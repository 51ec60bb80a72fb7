"""What a customer can press on an open case: hurry (催办), the head, withdraw. See docs/cases.md."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.pleas.climbing import climb, see_to_it
from handlers.pleas.pleading import ask_for_head, ask_for_head_of, hurry, hurry_of
from handlers.pleas.withdrawing import stay, withdraw, withdraw_of
from handlers.scene import Scene
from handlers.turn import Turn

__all__ = ["ACTIONS", "DUTIES", "GO"]

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "plea.hurry": hurry_of,
    "plea.head": ask_for_head_of,
    "plea.withdraw": withdraw_of,
    "plea.stay": stay,
    "plea.seen": see_to_it,
}
GO: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "hurry": hurry,
    "head": ask_for_head,
    "withdraw": withdraw,
}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"pleas.climb": climb}
