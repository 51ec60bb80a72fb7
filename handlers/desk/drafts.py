"""What stands between an agent's words and the customer: a room above the desk may hold them up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from handlers.turn import Turn
from storage.case import Case
from storage.inbound import Message

Check: TypeAlias = Callable[[Turn, Case, Message], Awaitable[bool]]


async def _never(turn: Turn, case: Case, message: Message) -> bool:
    return False


@dataclass
class Drafts:
    """Whether a message, or an edit of one, waits for its writer's word."""

    held_back: Check = _never
    held_edit: Check = _never


DRAFTS = Drafts()
"""Filled in where the rooms are put together."""
