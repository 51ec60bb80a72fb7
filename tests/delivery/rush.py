"""Many messages due at once and customers who write meanwhile, in machine time that only moves when told.

The sandbox is asked without a network in between; requests and answers take their time on the timeline.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from heapq import heappop, heappush
from typing import Any

from sqlalchemy import insert, select

from bot.app import open_account
from bot.gateways.contract import Identity
from bot.gateways.telegram_door import TelegramDoor
from bot.gateways.telegram_failures import failure
from bot.held import AHEAD_SECONDS
from bot.pace import Limits, Pace
from bot.sandbox import Sandbox
from bot.sandbox.state import Bounds
from bot.send import POLL_SECONDS, Sender
from handlers.effects import Effects
from storage.account import Chat
from storage.outbound import AnswerPress, Operation, SendText
from storage.outbox import Priority
from storage.store import Store
from tests.town.clock import StillClock
from tests.town.house import school

TOKEN = "100001:AAtownTownTownTownTownTownTownTownTown"
CYCLE_SECONDS = 0.02
"""The sender looks so often."""


@dataclass
class Ring:
    """Something that happens at a moment, unless it is called off."""

    act: Callable[[], None]

    def cancel(self) -> None:
        """Call it off."""
        self.act = _nothing


def _nothing() -> None:
    pass


class Timeline:
    """What happens when, on a clock that stands still in between."""

    def __init__(self, clock: StillClock) -> None:
        self.clock = clock
        self._due: list[tuple[float, int, Ring]] = []
        self._count = 0
        self._now = 0.0

    def seconds(self) -> float:
        """Machine time."""
        return self._now

    def later(self, seconds: float, act: Callable[[], None]) -> Ring:
        """Have something happen when the clock has been moved on by so much."""
        self._count += 1
        ring = Ring(act)
        heappush(self._due, (self._now + seconds, self._count, ring))
        return ring

    async def sleep(self, seconds: float) -> None:
        """Until the clock has been moved on by so much."""
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.later(seconds, partial(over.set_result, None))
        await over

    async def move(self, seconds: float) -> None:
        """Move on, and let everything happen at its moment."""
        ends = self._now + seconds
        await _let_run()
        while self._due and self._due[0][0] <= ends:
            at, _, ring = heappop(self._due)
            self._to(at)
            ring.act()
            await _let_run()
        self._to(ends)

    def _to(self, at: float) -> None:
        self.clock.move(timedelta(seconds=at - self._now))
        self._now = at


async def _let_run() -> None:
    for _ in range(4):
        await asyncio.sleep(0)


class NearDoor(TelegramDoor):
    """The sandbox as a channel: the way there and the way back each take a while, never the same."""

    def __init__(self, sandbox: Sandbox, timeline: Timeline, chance: random.Random, way: float) -> None:
        self._sandbox = sandbox
        self._api = sandbox._bot_api
        self._bot = sandbox.state.bot_for(100001)
        self._timeline = timeline
        self._chance = chance
        self._way = way

    async def call(self, method: str, **parameters: Any) -> Any:
        """One request."""
        await self._timeline.sleep(self._chance.uniform(0.2, 1.8) * self._way)
        fault = self._sandbox.state.faults.take(self._bot.id, method, parameters)
        if fault is not None and (refusal := fault.refusal()) is not None:
            self._api._record(self._bot, method, parameters, error=refusal.body(), fault=fault.kind)
            status, body = refusal.code, json.dumps(refusal.body())
        else:
            status, body = await self._api._run(self._bot, method, parameters)
        await self._timeline.sleep(self._chance.uniform(0.2, 1.8) * self._way)
        answer = json.loads(body)
        if status == 200:
            return answer["result"]
        problem = failure(status, answer)
        assert problem is not None
        raise problem

    async def fetch(self, file_id: str) -> bytes:
        """Nobody asks for files here."""
        raise NotImplementedError

    async def close(self) -> None:
        """There is nothing to close."""


@dataclass
class Figures:
    """What came of it."""

    seconds: float = 0.0
    refused: int = 0
    sent: dict[str, int] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from owing to Telegram's counting, of each class."""

    def rate(self, kind: str) -> float:
        """Messages of a class in a second."""
        return self.sent.get(kind, 0) / self.seconds

    def p(self, percent: float, kind: str = "reply") -> float:
        """So many percent waited no longer."""
        waits = sorted(self.waits[kind])
        return waits[min(int(len(waits) * percent / 100), len(waits) - 1)]


class Rush:
    """A sender, the rows it owes, and a Telegram that keeps its limits."""

    def __init__(self, store: Store, clock: StillClock, *, seed: int = 1, way: float = 0.01) -> None:
        self.store = store
        self.timeline = Timeline(clock)
        self.chance = random.Random(seed)
        self.sandbox = Sandbox(
            machine=self.timeline.seconds,
            wall=clock.seconds,
            slow_repeats=False,
            bounds=Bounds(messages=100_000, calls=100_000),
        )
        self.world = self.sandbox.world
        self.world.bot(TOKEN)
        self.door = NearDoor(self.sandbox, self.timeline, self.chance, way)
        self.pace = Pace(Limits())
        self._owed_at: dict[str, tuple[str, float]] = {}
        self._count = 0
        self._looked = 0
        self._places: dict[int, int] = {}

    async def open(self) -> None:
        """The account, and its sender."""
        self.account = (await open_account(self.store, Identity("telegram", "100001", "town", "Town"))).id
        clock = self.timeline.clock
        self.sender = Sender(
            self.store,
            self.door,
            self.account,
            school(),
            self.pace,
            now=clock.now,
            machine=clock.machine,
            seconds=self.timeline.seconds,
            ahead=AHEAD_SECONDS,
            later=self.timeline.later,
        )

    async def people(self, count: int) -> list[int]:
        """Private chats of so many people, as rows."""
        ids = [self.world.account(name=f"C{number}") for number in range(count)]
        for person in ids:
            self.world.private_chat(person)
        return await self._chats([(person, "private") for person in ids])

    async def group(self) -> int:
        """A forum group, as a row."""
        owner = self.world.account(name="Owner")
        return (await self._chats([(self.world.group("Agents", forum=True, members=[owner]), "group")]))[0]

    async def _chats(self, places: list[tuple[int, str]]) -> list[int]:
        async with self.store.begin() as session:
            rows = [
                {"account_id": self.account, "external_id": str(place), "kind": kind, "title": ""}
                for place, kind in places
            ]
            await session.execute(insert(Chat), rows)
            found = await session.execute(select(Chat.external_id, Chat.id))
            by_place = {row[0]: row[1] for row in found}
        self._places |= {by_place[str(place)]: place for place, _ in places}
        return [by_place[str(place)] for place, _ in places]

    async def owe(self, chats: list[int], priority: Priority, what: Operation | None = None) -> None:
        """One message for each of the chats; without words of its own, a numbered one."""
        effects = Effects(self.timeline.clock.now())
        for chat in chats:
            self._count += 1
            text = f"{priority.name} {self._count}"
            self._owed_at[text] = (priority.name, self.timeline.seconds())
            effects.owe(what or SendText(text), account_id=self.account, chat_id=chat, priority=priority)
        async with self.store.begin() as session:
            await effects.write(session)

    async def press(self, query: str) -> None:
        """One answer to a press."""
        effects = Effects(self.timeline.clock.now())
        effects.owe(AnswerPress(query), account_id=self.account, priority=Priority.press)
        async with self.store.begin() as session:
            await effects.write(session)

    def place(self, chat: int) -> int:
        """Telegram's number of a chat."""
        return self._places[chat]

    def album(self, chat: int, count: int) -> tuple[str, tuple[str, ...]]:
        """So many messages of a person, to be copied together: where they are, and which."""
        person = self._places[chat]
        return str(person), tuple(str(self.world.send(person, text=f"{n}")) for n in range(count))

    def asked(self, method: str) -> int:
        """How often Telegram was asked for something."""
        return len(self.world.calls(method))

    async def restart(self) -> None:
        """Another process takes over: it knows what the rows know."""
        await self.timeline.move(1.0)
        await self.sender.flush()
        self.pace = Pace(Limits())
        await self.open()
        await self.sender.rescue()
        await self.sender.recall()

    async def cycle(self) -> None:
        """One look of the sender, and the wait until its next."""
        rest = 0.0
        if not await self.sender.cycle() and self.sender.idle:
            rest = min(self.pace.next_free(self.timeline.seconds()), POLL_SECONDS)
        await self.timeline.move(max(rest, CYCLE_SECONDS))

    async def until_sent(
        self, kind: str, count: int, *, writing: Iterator[list[int]] | None = None
    ) -> Figures:
        """Run until so many of a class have arrived. `writing` names who is owed a reply, look by look."""
        figures, began = Figures(), self.timeline.seconds()
        self._look(Figures())
        while figures.sent.get(kind, 0) < count:
            if writing and (chats := next(writing, [])):
                await self.owe(chats, Priority.reply)
            await self.cycle()
            self._look(figures)
        figures.seconds = self.timeline.seconds() - began
        return figures

    def _look(self, figures: Figures) -> None:
        """Read what Telegram was asked since the last time."""
        for call in reversed(self.sandbox.state.calls):
            if call.number <= self._looked:
                break
            if call.error is not None:
                figures.refused += call.error["error_code"] == 429
                continue
            kind, at = self._owed_at.get(call.params.get("text", ""), (call.method, call.at))
            figures.sent[kind] = figures.sent.get(kind, 0) + 1
            figures.waits.setdefault(kind, []).append(call.at - at)
        self._looked = self.sandbox.state.call_number
