"""What is held: claimed and ready a moment ahead, so that it leaves the instant there is a place for it."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field

from bot.pace import Pace
from storage.outbound import Copy, Operation, Outbound, SendAlbum
from storage.outbox import Priority
from storage.sending import Owed

AHEAD_SECONDS = 0.3
"""So far ahead rows are claimed: as many as will have a place by then, if nobody goes before them."""
LONGEST_SECONDS = 1.0
"""What has found no place by then is given back: others went before it, or the bot is silent."""


@dataclass(order=True, slots=True)
class Held:
    """A row that is ready to go out. Sorted by class, then in the order of claiming."""

    rank: int
    since: float
    owed: Owed = field(compare=False)
    outbound: Outbound = field(compare=False)

    @property
    def yields(self) -> bool:
        """Whether it gives its place to whatever comes and is no broadcast."""
        return self.rank >= Priority.broadcast

    @property
    def amount(self) -> int:
        """How many messages the channel will count."""
        return amount_of(self.outbound.what)


class Waiting:
    """The held rows of one sender, each of a chat of its own."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._held: list[Held] = []

    def __len__(self) -> int:
        return len(self._held)

    def amount(self, *, yielding: bool) -> int:
        """How many messages those are that yield, or those that do not."""
        return sum(held.amount for held in self._held if held.yields is yielding)

    def add(self, owed: Owed, outbound: Outbound, now: float, *, in_turn: bool) -> None:
        """Hold a row. One whose class has its turn goes before those it would otherwise yield to."""
        insort(self._held, Held(Priority.press if in_turn else owed.priority, now, owed, outbound))

    def wait(self, now: float) -> float | None:
        """Seconds until the first may go, as far as that is known; None if nothing is held."""
        if not self._held:
            return None
        return self._pace.wait_for_place(self._held[0].amount, now, bulk=self._held[0].yields)

    def next(self, now: float) -> tuple[Owed, Outbound] | None:
        """The first, if it may go now. Nobody behind goes before it."""
        if self.wait(now) != 0.0:
            return None
        held = self._held.pop(0)
        return held.owed, held.outbound

    def overdue(self, now: float) -> list[Owed]:
        """Those that have been held for too long, which are held no longer."""
        late = [held.owed for held in self._held if held.since <= now - LONGEST_SECONDS]
        self._held = [held for held in self._held if held.since > now - LONGEST_SECONDS]
        return late

    def clear(self) -> list[Owed]:
        """All of them, which are held no longer."""
        held, self._held = self._held, []
        return [one.owed for one in held]


def amount_of(what: Operation) -> int:
    """How many messages the channel counts for an operation."""
    match what:
        case Copy():
            return len(what.messages)
        case SendAlbum():
            return len(what.files)
        case _:
            return 1
