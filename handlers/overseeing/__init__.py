"""Overseeing: managers and heads see their cases in the chat, change them there, and take lists along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.overseeing.changing import how_to_note, later
from handlers.overseeing.commanding import command
from handlers.overseeing.exporting import export_shown
from handlers.overseeing.giving import reassign
from handlers.overseeing.listing import choose, show_list
from handlers.overseeing.looking import show_case
from handlers.turn import Turn

__all__ = ["ACTIONS", "COMMANDS"]

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "cases.list": show_list,
    "cases.choose": choose,
    "cases.open": show_case,
    "cases.export": export_shown,
    "cases.reassign": reassign,
    "cases.later": later,
    "cases.note": how_to_note,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"cases": command}
