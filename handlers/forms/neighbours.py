"""What forms ask of rooms that stand above them; the dispatch tables introduce them to each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.turn import Turn


async def _nobody(turn: Turn) -> None:
    raise LookupError("nobody was introduced who talks to people")


async def _not_noted(turn: Turn, phone: str) -> None:
    """Nobody asked to hear of phone numbers."""


class Neighbours:
    """Who takes a customer to people, and who wants to know a phone number that became known."""

    def __init__(self) -> None:
        self.to_people: Callable[[Turn], Awaitable[None]] = _nobody
        self.phone_noted: Callable[[Turn, str], Awaitable[None]] = _not_noted


NEIGHBOURS = Neighbours()
