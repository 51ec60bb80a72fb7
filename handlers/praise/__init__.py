"""Praise (表扬): kind words go to the agent and the head, and are counted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.praise.intake import PRAISE, praise
from handlers.praise.passing_on import pass_on
from handlers.turn import Turn

__all__ = ["GO", "PRAISE", "pass_on"]

GO: dict[str, Callable[[Turn], Awaitable[None]]] = {"praise": praise}
