"""What may go out now: the next rows of each class, as many as the channel takes at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.fair_share import FairShare
from bot.held import Waiting, amount_of
from bot.pace import Pace
from storage.giving_back import put_back
from storage.outbound import Operation
from storage.outbox import Priority
from storage.sending import Owed, claim_owed, spoken_since, waiting_for
from storage.store import Store


class Chooser:
    """Claims what may go out for one account."""

    def __init__(
        self,
        account_id: int,
        pace: Pace,
        held: Waiting,
        *,
        ahead: float,
        machine: Callable[[], datetime],
        seconds: Callable[[], float],
    ) -> None:
        self._account = account_id
        self._pace = pace
        self._held = held
        self._ahead = ahead
        self._machine = machine
        self._seconds = seconds
        self._shares = FairShare()
        self._album = 0
        """So many free places are waited for, because an album did not find them."""
        self.in_turn: frozenset[int] = frozenset()
        """Those of the latest claim that have a place because it was the turn of their class."""

    async def recall(self, store: Store) -> None:
        """Learn what was said lately, by whoever did it before us: its limits go on."""
        now, machine = self._seconds(), self._machine()
        async with store.read() as session:
            spoken = await spoken_since(
                session, self._account, machine - timedelta(seconds=self._pace.memory)
            )
        self._pace.recall(
            (chat, kind == "group", now - (machine - at).total_seconds()) for chat, kind, at in spoken
        )

    async def claim(self, session: AsyncSession, *, places: int, busy: set[int]) -> list[Owed]:
        """Up to `places` rows that may go out now or in a moment, none of them to a busy chat.

        They count as being sent. What is held and yields has no place yet as far as others are concerned.
        """
        now = self._seconds()
        self.in_turn = frozenset()
        if places <= 0 or self._pace.paused(now):
            return []
        firm, yielding = self._held.amount(yielding=False), self._held.amount(yielding=True)
        room = min(places, self._pace.room(now, self._ahead) - firm)
        claim = partial(claim_owed, session, self._account, self._machine())
        if room <= 0 or (self._album and self._free(now) < self._album):
            # Nobody limits answers to presses.
            return await claim(limit=places, only=Priority.press)
        self._album = 0
        busy = busy | self._pace.resting(now)
        owed: list[Owed] = []
        for priority in self._shares.due(room):
            owed += await claim(limit=1, busy=busy | chats_of(owed), only=priority)
        self.in_turn = frozenset(one.id for one in owed)
        bulk = min(self._pace.bulk_room(now, self._ahead), room) - yielding
        owed += await claim(limit=room - len(owed), busy=busy | chats_of(owed), broadcasts=bulk)
        self._shares.given([one.priority for one in owed if self._has_place(one)], room, bulk)
        return owed

    def _has_place(self, owed: Owed) -> bool:
        """Whether a claimed row will not have to yield."""
        return owed.chat_id is not None and (owed.priority < Priority.broadcast or owed.id in self.in_turn)

    def _free(self, now: float) -> int:
        """The places of this moment that nothing that is held will take."""
        held = self._held.amount(yielding=False) + self._held.amount(yielding=True)
        return self._pace.room(now) - held

    async def fits(
        self, session: AsyncSession, owed: Owed, what: Operation, before: Sequence[Operation]
    ) -> bool:
        """Whether it may go out behind what goes `before`; if not it is put back.

        An album counts as many as it holds, which nobody knew when it was claimed. A single message has its
        place, now or in a moment.
        """
        if owed.chat_id is None or self._pace.unlimited:
            return True
        amount, now = amount_of(what), self._seconds()
        wait = self._pace.wait(owed.chat_id, owed.chat_kind == "group", amount, now)
        if wait > 0:
            machine = self._machine()
            await put_back(session, owed, machine, machine + timedelta(seconds=wait))
            return False
        places = min(amount, self._pace.most)
        if amount > 1 and self._free(now) - sum(map(amount_of, before)) < places:
            self._album = max(self._album, places)
            await put_back(session, owed, self._machine(), None)
            return False
        return True

    async def short(self, session: AsyncSession, owed: Owed) -> bool:
        """Whether more waits for a group than it takes within the minute."""
        if owed.chat_id is None or owed.chat_kind != "group" or self._pace.unlimited:
            return False
        room = self._pace.room_in(owed.chat_id, True, self._seconds())
        return await waiting_for(session, owed.chat_id) >= room


def chats_of(rows: Iterable[Owed]) -> set[int]:
    """The chats these rows go to."""
    return {owed.chat_id for owed in rows if owed.chat_id is not None}
