"""Follow-ups: the bot comes back to people and asks. See docs/follow_ups.md."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.follow_ups.answers import improve, in_words, not_satisfied, satisfied, so_so
from handlers.follow_ups.asking import ask_due
from handlers.follow_ups.calling import called
from handlers.follow_ups.improving import IMPROVE
from handlers.scene import Scene
from handlers.turn import Turn

__all__ = ["ACTIONS", "DUTIES", "IMPROVE", "improve", "in_words"]

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "follow_up.satisfied": satisfied,
    "follow_up.so_so": so_so,
    "follow_up.not_satisfied": not_satisfied,
    "follow_up.called": called,
}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {
    "follow_ups.ask": ask_due,
}
