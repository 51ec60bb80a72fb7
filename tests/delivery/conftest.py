"""A town whose bot only echoes, so that the stations alone are seen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.turn import Turn
from storage.outbound import SendText
from storage.store import Store
from tests.town.clock import StillClock
from tests.town.house import school
from tests.town.town import Town


class Echo:
    """A handler that repeats what it hears, and stumbles over what it is told to."""

    def __init__(self) -> None:
        self.stumbles: dict[str, BaseException] = {}
        self.seen: list[str] = []

    async def __call__(self, turn: Turn) -> None:
        """Repeat the message."""
        if turn.message is None:
            return
        self.seen.append(turn.text)
        turn.send(SendText(f"echo {turn.text}"))
        if turn.text in self.stumbles:
            raise self.stumbles[turn.text]


@pytest.fixture
def echo() -> Echo:
    """The handler of the mill."""
    return Echo()


@pytest.fixture
async def mill(store: Store, clock: StillClock, echo: Echo) -> AsyncIterator[Town]:
    """The five stations around an echo."""
    opened = await Town.open(store, school(), clock, handle=echo)
    yield opened
    await opened.close()
