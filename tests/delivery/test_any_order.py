"""Accepting, working, crashing, sending, refusals and lost answers, in any order, against what must be.

The model: each accepted update is handled once, those of a chat in their order; each thing owed is said at
least once, in its order, and again only after a crash or an answer that was lost.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.app import open_account
from bot.gateways.contract import Identity
from bot.gateways.errors import Deferred, Uncertain
from bot.gateways.telegram_reading import read_update
from bot.held import AHEAD_SECONDS
from bot.pace import Limits, Pace
from bot.receive import Receiver
from bot.send import Sender
from bot.work import Worker
from handlers.turn import Turn
from storage.event import Event
from storage.outbound import Outbound, SendText, Sent
from storage.outbox import OutboxRow, Priority
from storage.store import Store
from tests.town.clock import StillClock
from tests.town.databases import Scratch
from tests.town.house import school

CHATS = (11, 12, 13)
BULK = 13
"""What goes to this chat is a broadcast: it yields to the others, and is held until the bot has a place."""
LIMITS = Limits(bot=2, chat=1000)
MOST_CUTS = 6
"""After ten runs that were cut off a row is set aside, which is another story."""


class Cut(BaseException):
    """The process ends in the middle of a handler."""


class Channel:
    """A channel that does what it is told with the next requests."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.fates: list[str] = []
        self.doubts: Counter[str] = Counter()
        self.closed = asyncio.Event()

    async def send(self, outbound: Outbound) -> Sent:
        """Say it, refuse it, or leave it in doubt."""
        assert isinstance(outbound.what, SendText)
        fate = self.fates.pop(0) if self.fates else "said"
        if fate == "later":
            raise Deferred(7.0, asked=True)
        if fate == "on the way":
            await self.closed.wait()
        if fate != "lost":
            self.said.append((outbound.chat, outbound.what.text))
        if fate in ("lost", "doubtful"):
            self.doubts[outbound.chat] += 1
            raise Uncertain(fate)
        if fate == "unanswered":
            await self.closed.wait()
        return Sent((str(len(self.said)),))


class Mill(RuleBasedStateMachine):
    """The stations, and what they must have done."""

    scratch: Scratch

    def __init__(self) -> None:
        super().__init__()
        self.scratch.fresh()
        self.runner = asyncio.Runner()
        self.clock = StillClock()
        self.store = Store(self.scratch.engine)
        self.channel = Channel()
        self.house = school()
        self.accepted: dict[int, list[str]] = {chat: [] for chat in CHATS}
        self.raws: list[dict[str, Any]] = []
        self.number = 0
        self.cuts = 0
        self.crashes = 0
        self.frozen: list[Sender] = []
        self.cut_next = False
        self.account = self.do(open_account(self.store, Identity("telegram", "1", "bot", "Bot")))
        self.start()

    def do(self, work: Any) -> Any:
        """Let something happen to its end."""
        return self.runner.run(work)

    def start(self) -> None:
        """A fresh process: it knows nothing but what the database says."""
        machine = self.clock.machine
        self.receiver = Receiver(
            self.store, self.account.id, machine=machine, alert=self.never, accepted=lambda: None
        )
        self.worker = Worker(
            self.store,
            self.house,
            self.handle,
            now=self.clock.now,
            machine=machine,
            parked=self.never,
            owed=lambda: None,
        )
        self.sender = Sender(
            self.store,
            self.channel,  # type: ignore[arg-type]
            self.account.id,
            self.house,
            Pace(LIMITS),
            now=self.clock.now,
            machine=machine,
            seconds=self.clock.seconds,
            ahead=AHEAD_SECONDS,
        )

    async def never(self, *arguments: object) -> None:
        """Nothing here may be set aside."""
        raise AssertionError(f"set aside: {arguments}")

    async def handle(self, turn: Turn) -> None:
        """Two effects for each message: a record, and a word."""
        assert turn.message is not None
        turn.effects.record("test.handled", actor_kind="bot", text=turn.text, chat=int(turn.chat.external_id))
        chat = int(turn.chat.external_id)
        priority = Priority.broadcast if chat == BULK else Priority.reply
        turn.effects.owe(
            SendText(turn.text), account_id=turn.account.id, chat_id=turn.chat.id, priority=priority
        )
        if self.cut_next:
            self.cut_next = False
            raise Cut

    @rule(chats=st.lists(st.sampled_from(CHATS), min_size=1, max_size=4), edited=st.booleans())
    def accept(self, chats: list[int], edited: bool) -> None:
        """A batch arrives: messages, or edits of what may not even be handled yet."""
        batch = []
        for chat in chats:
            self.number += 1
            text = f"{chat}:{self.number}{' edited' if edited else ''}"
            who = {"id": chat, "is_bot": False, "first_name": "A"}
            message = {
                "message_id": max(self.number - edited, 1),
                "date": 1,
                "edit_date": 2,
                "chat": {"id": chat, "type": "private"},
                "from": who,
                "text": text,
            }
            batch.append({"update_id": self.number, "edited_message" if edited else "message": message})
            self.accepted[chat].append(text)
        self.raws += batch
        self.do(self.receiver.accept([read_update(raw) for raw in batch]))

    @precondition(lambda self: self.raws)
    @rule(data=st.data())
    def duplicate(self, data: st.DataObject) -> None:
        """What was delivered is delivered again, in another order."""
        again = data.draw(st.lists(st.sampled_from(self.raws), min_size=1, max_size=4))
        self.do(self.receiver.accept([read_update(json.loads(json.dumps(raw))) for raw in again]))

    @rule()
    def work(self) -> None:
        """One group is handled."""
        self.do(self.worker.once())

    @precondition(lambda self: self.cuts < MOST_CUTS)
    @rule()
    def die_at_work(self) -> None:
        """The process ends while a handler runs."""
        self.cut_next = True
        try:
            self.do(self.worker.once())
        except Cut:
            self.cuts += 1
            self.start_anew()
        self.cut_next = False

    @rule(fates=st.lists(st.sampled_from(["said", "later", "lost", "doubtful"]), max_size=3))
    def send(self, fates: list[str]) -> None:
        """One round of sending, in which some requests go wrong; what came back is written down."""
        self.channel.fates = fates
        self.do(self.one_round())
        self.channel.fates = []

    async def one_round(self) -> None:
        """Claim, send, write down."""
        await self.sender.cycle()
        await self.sender.flush()

    @rule(seconds=st.sampled_from([0.8, 0.9, 1.1]))
    def hold(self, seconds: float) -> None:
        """Claim a moment before there is a place; what is held leaves when there is one, or stays in hand."""
        self.do(self.look())
        self.clock.move(timedelta(seconds=seconds))
        self.do(self.look())

    async def look(self) -> None:
        """One look, and whatever answers come back."""
        await self.sender.cycle()
        while self.sender.dispatcher.tasks:
            await self.sender.back()

    @rule()
    def freeze(self) -> None:
        """The process is frozen and another takes over; thawed, it finds that the duty is not its own."""
        self.sender.dispatcher.leased, self.sender.dispatcher.may = True, lambda: False
        self.frozen.append(self.sender)
        self.crashes += 1
        self.start_anew()

    @invariant()
    def the_frozen_say_nothing(self) -> None:
        """Its alarm rings, and it lets go of what it held."""
        for sender in self.frozen:
            self.do(self.thaw(sender))

    async def thaw(self, sender: Sender) -> None:
        """What was held may go by now, if it were for the pace alone."""
        sender.dispatcher.release()
        assert not sender.dispatcher.tasks
        assert len(sender.dispatcher.held) == 0

    @rule(fate=st.sampled_from(["on the way", "unanswered", "said"]))
    def die_while_sending(self, fate: str) -> None:
        """The process ends before the channel has a request, before it answers, or before it is noted."""
        self.channel.fates = [fate] * len(CHATS)
        self.do(self.begin_round())
        self.channel.fates = []
        self.crashes += 1
        self.start_anew()

    async def begin_round(self) -> None:
        """Claim and let the requests go out; then everything this process was about to do is gone."""
        await self.sender.cycle()
        await asyncio.sleep(0)
        for task in list(self.sender.dispatcher.tasks):
            task.cancel()
        await asyncio.gather(*self.sender.dispatcher.tasks, return_exceptions=True)

    def start_anew(self) -> None:
        """A new process, which first takes up what nobody is sending any more."""
        self.start()
        self.do(self.sender.rescue())

    @rule(seconds=st.sampled_from([1, 10, 60]))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.clock.move(timedelta(seconds=seconds))

    @invariant()
    def handled_once_and_in_order(self) -> None:
        """In each chat what is handled is the beginning of what was accepted, without a repeat."""
        for chat, texts in self.do(self.handled()).items():
            assert texts == self.accepted[chat][: len(texts)], (chat, texts)

    @invariant()
    def said_in_order(self) -> None:
        """In each chat the first time of each word is in the order of owing; repeats have a reason."""
        said: dict[int, list[str]] = {chat: [] for chat in CHATS}
        for chat, text in self.channel.said:
            said[int(chat)].append(text)
        for chat, texts in said.items():
            first = list(dict.fromkeys(texts))
            assert first == self.accepted[chat][: len(first)], (chat, texts)
            assert len(texts) - len(first) <= self.crashes + self.channel.doubts[str(chat)], (chat, texts)

    async def handled(self) -> dict[int, list[str]]:
        """What the record says, and what is owed for it: the same."""
        found: dict[int, list[str]] = {chat: [] for chat in CHATS}
        async with self.store.read() as session:
            events = await session.scalars(
                select(Event).where(Event.verb == "test.handled").order_by(Event.id)
            )
            for event in events:
                found[int(event.facts["chat"])].append(str(event.facts["text"]))
            owed = (await session.scalars(select(OutboxRow.body))).all()
        assert len(owed) == sum(map(len, found.values()))
        return found

    def teardown(self) -> None:
        """When all is quiet everything accepted has been handled once and said at least once."""
        try:
            self.channel.closed.set()
            for _ in range(200):
                self.clock.move(timedelta(seconds=61))
                done = self.do(self.worker.once())
                self.do(self.one_round())
                if not done and not self.do(self.unsaid()):
                    break
            assert self.do(self.unsaid()) == 0
            assert self.do(self.handled()) == self.accepted
            self.said_in_order()
            assert {text for _, text in self.channel.said} == {
                text for texts in self.accepted.values() for text in texts
            }
        finally:
            self.do(self.scratch.engine.dispose())
            self.runner.close()

    async def unsaid(self) -> int:
        """How many rows are not done with."""
        async with self.store.read() as session:
            rows = await session.scalars(select(OutboxRow.id).where(OutboxRow.finished_at.is_(None)))
            return len(rows.all())


def test_any_order_of_events(database: Scratch) -> None:
    """No order of events loses, doubles or reorders anything."""
    machine = type("MillHere", (Mill,), {"scratch": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
