"""The verbs of deciding about suggestions under their names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.decisions.asking import ask_verdict, ask_words, decide_pressed
from handlers.decisions.carrying_out import done_pressed
from handlers.decisions.commanding import command
from handlers.decisions.thanking import thanked
from handlers.turn import Turn

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "decision.ask": ask_verdict,
    "decision.words": ask_words,
    "decision.decide": decide_pressed,
    "decision.done": done_pressed,
    "decision.thanks": thanked,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"decide": command}
