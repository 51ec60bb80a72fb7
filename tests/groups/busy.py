"""A busy department: customers and agents who keep its groups at so many events a minute, on one clock.

What the bot owes the groups is counted as it is owed: every message, edit, title and new topic. What comes
of it is read from the rows and from the local Bot API, which keeps Telegram's limits.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.pace import Limits, Pace
from bot.send import Sender
from handlers.effects import Effects
from handlers.house import House
from storage.account import Chat
from storage.case import Case
from storage.outbox import OutboxRow, OutboxState, Priority
from storage.person import Identity
from storage.store import Store
from storage.topic import Topic as TopicRow
from tests.town.clock import StillClock
from tests.town.people import Group, Person, Topic
from tests.town.town import Town

KINDS = {Priority.reply: "customers' words", Priority.staff: "notices", Priority.card: "cards and titles"}
MOST_OPEN = 60
"""With so many cases open, some are resolved before more are begun."""


@dataclass
class Figures:
    """What came of it."""

    owed: int = 0
    """Events as they were owed to the groups."""
    operations: int = 0
    """What was sent of them, cards and titles of one moment and notices in one counted once."""
    refused: int = 0
    lost: int = 0
    twice: int = 0
    delays: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    """Seconds from owed to sent, by kind and quarter."""
    drained: float = 0.0
    """Seconds after the end until nothing waited any more."""
    told: list[str] = field(default_factory=list)
    """What the manager was told of groups at their limit."""

    def part(self, kind: str, quarter: int, share: float) -> float:
        """A delay that so many of them did not exceed."""
        waits = sorted(self.delays.get((kind, quarter), [0.0]))
        return waits[min(int(len(waits) * share), len(waits) - 1)]


class BusyDesk:
    """One department with so many groups."""

    boss: Person
    agent: Person

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.figures = Figures()
        self._chance = random.Random(seed)
        self._groups: list[Group] = []
        self._chats: set[int] = set()
        self._waiting: list[Person] = []
        self._taken: list[tuple[Person, Topic]] = []
        self._said: list[str] = []
        self._began: datetime = town.now
        self._looked = 0

    @classmethod
    async def open(cls, store: Store, house: House, groups: int, seed: int = 1) -> BusyDesk:
        """A department with its agent, its manager and its groups, before the first customer."""
        clock = StillClock()
        town = await Town.open(store, house, clock, limits=Limits())
        # Its limits run on the same clock.
        town.app.sender = Sender(
            store,
            town.app.gateway,
            town.app.account.id,
            house,
            Pace(Limits()),
            now=clock.now,
            machine=clock.machine,
            seconds=clock.seconds,
        )
        desk = cls(town, seed)
        desk.boss = await town.manager("Wang")
        desk.agent = await town.agent("Li", "consulting")
        desk._groups = [town.group("consulting")]
        for _ in range(groups - 1):
            further = await town.open_group("consulting", further=True)
            town.world.join(desk.agent.id, further.id)
            desk._groups.append(further)
        async with store.read() as session:
            ids = [str(group.id) for group in desk._groups]
            desk._chats = set(await session.scalars(select(Chat.id).where(Chat.external_id.in_(ids))))
        return desk

    async def run(self, minutes: int, a_minute: int) -> Figures:
        """So many events a minute for so long, then until nothing waits."""
        # What setting up said counts no more.
        await self._pass(60)
        self._began = self.town.now
        self._looked = self.town.sandbox.state.call_number
        with self._counting():
            for second in range(1, minutes * 60 + 1):
                await self._pass(1, tick=second % 30 == 0)
                while self.figures.owed < a_minute * second / 60:
                    await self._something()
        ended = self.town.now
        while await self._waits():
            await self._pass(15, tick=True)
        self.figures.drained = (self.town.now - ended).total_seconds()
        await self._measure(minutes)
        self.figures.told = [text for text in self.boss.texts if "at its limit" in text]
        return self.figures

    async def _something(self) -> None:
        """A customer or the agent does something, as it goes on a busy day."""
        owed = self.figures.owed
        await self._choice()
        if self.figures.owed == owed:
            # Nothing of it concerned a group: somebody new comes.
            await self._new_case()

    async def _choice(self) -> None:
        draw = self._chance.random()
        if self._waiting and draw < 0.35:
            await self._take()
        elif self._taken and (len(self._taken) > MOST_OPEN or draw > 0.93):
            await self._resolve()
        elif self._taken and draw < 0.6:
            await self.agent.says("One moment, please", topic=self._chance.choice(self._taken)[1])
        elif self._taken and draw < 0.85:
            await self._says(self._chance.choice(self._taken)[0])
        else:
            await self._new_case()

    async def _new_case(self) -> None:
        customer = await self.town.customer(f"C{len(self._said)}", language_code="en")
        await customer.says("talk to a human")
        await self._says(customer)
        self._waiting.append(customer)

    async def _says(self, customer: Person) -> None:
        words = f"word number {len(self._said)}"
        self._said.append(words)
        await customer.says(words)

    async def _take(self) -> None:
        for customer in list(self._waiting):
            topic = await self._topic(customer)
            if topic is not None and any(one.by_bot and one.buttons for one in topic.seen):
                self._waiting.remove(customer)
                await self.agent.presses("我来处理", topic=topic)
                self._taken.append((customer, topic))
                return

    async def _resolve(self) -> None:
        """One whose card shows already that it is taken."""
        for one in self._taken:
            if any("✅ 已处理" in label for seen in one[1].seen for label in seen.buttons):
                self._taken.remove(one)
                await self.agent.presses("已处理", topic=one[1])
                return

    async def _topic(self, customer: Person) -> Topic | None:
        async with self.town.store.read() as session:
            row = (
                await session.execute(
                    select(Chat.external_id, TopicRow.thread)
                    .join(TopicRow, TopicRow.chat_id == Chat.id)
                    .join(Case, Case.id == TopicRow.case_id)
                    .join(Identity, Identity.person_id == Case.person_id)
                    .where(Identity.external_id == str(customer.id))
                    .order_by(TopicRow.id.desc())
                    .limit(1)
                )
            ).first()
        if row is None or row[1] is None:
            return None
        group = next(one for one in self._groups if str(one.id) == row[0])
        return Topic(group, int(row[1]), "", False)

    async def _pass(self, seconds: float, *, tick: bool = False) -> None:
        self.town.clock.move(timedelta(seconds=seconds))
        if tick:
            await self.town.app.ticker.tick()
        await self.town.settle()
        calls = self.town.sandbox.state.calls
        for call in reversed(calls):
            if call.number <= self._looked:
                break
            self.figures.refused += call.error is not None and call.error["error_code"] == 429
        self._looked = self.town.sandbox.state.call_number

    @contextmanager
    def _counting(self) -> Iterator[None]:
        """Count what is owed to the groups, before any of it is made one with other."""
        owe = Effects.owe

        def counted(effects: Effects, what: Any, **options: Any) -> None:
            self.figures.owed += options.get("chat_id") in self._chats
            owe(effects, what, **options)

        Effects.owe = counted  # type: ignore[method-assign,assignment]
        try:
            yield
        finally:
            Effects.owe = owe  # type: ignore[method-assign]

    async def _waits(self) -> bool:
        async with self.town.store.read() as session:
            found = await session.scalar(
                select(OutboxRow.id)
                .where(OutboxRow.chat_id.in_(self._chats), OutboxRow.state == OutboxState.waiting)
                .limit(1)
            )
            return found is not None

    async def _measure(self, minutes: int) -> None:
        """What each kind waited, by quarters; and whether every word stands in a topic, once."""
        async with self.town.store.read() as session:
            rows = await session.scalars(
                select(OutboxRow).where(
                    OutboxRow.chat_id.in_(self._chats), OutboxRow.created_at >= self._began
                )
            )
            for row in rows:
                self.figures.operations += row.state is OutboxState.sent
                if row.finished_at is None or row.priority not in list(KINDS):
                    continue
                quarter = int((row.created_at - self._began) / timedelta(minutes=minutes) * 4)
                waited = (row.finished_at - row.created_at).total_seconds()
                kind = KINDS[Priority(row.priority)]
                self.figures.delays.setdefault((kind, min(quarter, 3)), []).append(waited)
        shown = Counter(text for group in self._groups for text in group.texts)
        self.figures.lost = sum(shown[words] == 0 for words in self._said)
        self.figures.twice = sum(shown[words] > 1 for words in self._said)

    async def close(self) -> None:
        """Everything goes."""
        await self.town.close()
