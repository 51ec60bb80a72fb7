"""The customer file, looked after where agents work: class, VIP, account manager, and what to remember."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.customer_file.changing import change
from handlers.customer_file.handing_over import hand_over_customers
from handlers.customer_file.panel import choose, command, done
from handlers.customer_file.remembering import remembered
from handlers.turn import Turn

__all__ = ["ACTIONS", "COMMANDS", "hand_over_customers", "remembered"]

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"customer": command}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "customer_file.choose": choose,
    "customer_file.change": change,
    "customer_file.done": done,
}
