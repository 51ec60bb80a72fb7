"""What the dispatch tables know of orders."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.orders import answering, asking, days, panel
from handlers.orders.command import command
from handlers.orders.watching import watch
from handlers.orders.wishing import FORMS
from handlers.scene import Scene
from handlers.turn import Turn

__all__ = ["ACTIONS", "COMMANDS", "DUTIES", "FORMS", "GO"]

GO: dict[str, Callable[[Turn], Awaitable[None]]] = {"order": asking.where}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "order.orders": panel.on_card,
    "order.step": panel.step,
    "order.confirm": answering.confirm,
    "order.change": answering.change,
    "order.accept": answering.accept,
    "order.object": answering.object_to,
    "order.take": days.take,
    "order.other_day": days.other,
    "order.else": asking.other,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"order": command}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"orders.watch": watch}
