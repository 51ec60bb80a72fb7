"""Told to stop: whatever goes on, Frontline ends in order within ten seconds and nothing is half done."""

from __future__ import annotations

import asyncio
import signal
import time

import pytest
from sqlalchemy import func, select

from storage.inbox import InboxRow
from storage.outbox import OutboxRow, OutboxState
from storage.store import Store
from tests.live.children import until
from tests.live.outage import trouble
from tests.live.place import Place
from tests.live.readback import Ledger, audit

pytestmark = pytest.mark.live


async def half_done(store: Store) -> tuple[int, int]:
    """Messages marked as being handled, and answers marked as being sent."""
    async with store.read() as session:
        handling = select(func.count()).where(InboxRow.finished_at.is_(None), InboxRow.claims > 0)
        sending = select(func.count()).where(OutboxRow.state == OutboxState.sending)
        return await session.scalar(handling) or 0, await session.scalar(sending) or 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_stopped_in_the_middle_of_work(place: Place, store: Store, sign: signal.Signals) -> None:
    """What is claimed is finished and what is in flight recorded: the next start repeats nothing."""
    people = place.people(40)
    place.sandbox.world.fault("slow", method="sendMessage", seconds=0.05)
    for stop in range(3):
        for _ in range(10):
            for customer in people:
                place.say(customer)
        child = place.child()
        await child.tells("run.started")
        await asyncio.sleep(0.2 * (stop + 1))
        assert place.waiting
        await child.stopped(sign)
        assert child.told("run.stopped")
        assert await half_done(store) == (0, 0)
    last = place.child()
    await until(place.all_answered, 60)
    await last.stopped(sign)
    ledger = await audit(place, store, Ledger())
    assert ledger.faults == []
    assert ledger.repeats == 0


async def test_stopped_while_one_chat_gets_no_answer(place: Place, store: Store) -> None:
    """One request that hangs holds up neither the end nor the record of what else was sent."""
    stuck, *others = place.people(12)
    place.sandbox.world.fault("timeout_before", method="sendMessage", chat=stuck, times=1, seconds=60)
    for customer in (stuck, *others):
        place.say(customer)
    child = place.child()
    await until(lambda: place.waiting == 1, 30)
    for customer in others:
        place.say(customer)
    await child.stopped()
    assert (await half_done(store))[1] == 1
    last = place.child()
    await until(place.all_answered, 60)
    await last.stopped()
    ledger = await audit(place, store, Ledger())
    assert ledger.faults == []
    assert ledger.repeats == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_stopped_while_telegram_does_not_answer(place: Place, store: Store) -> None:
    """No open request and no waiting for the next try holds up the end; the rest is for the next start."""
    people = place.people(5)
    child = place.child()
    await child.tells("run.started")
    with trouble(place, kind="timeout_before", seconds=60):
        for customer in people:
            place.say(customer)
        await asyncio.sleep(1.0)
        await child.stopped()
    last = place.child()
    await until(place.all_answered, 60)
    await last.stopped()
    assert (await audit(place, store, Ledger())).faults == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_stopped_while_telegram_does_not_say_how_messages_come(place: Place) -> None:
    """The last question of a start does not hold up the end either."""
    with trouble(place, kind="timeout_before", method="getWebhookInfo", seconds=60):
        child = place.child()
        await child.tells("run.started")
        await asyncio.sleep(0.5)
        await child.stopped()
        assert child.told("run.stopped")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_stopped_before_telegram_has_ever_answered(place: Place) -> None:
    """A start that waits for Telegram ends when it is told to."""
    with trouble(place, kind="timeout_before", method="getMe", seconds=60):
        child = place.child()
        await asyncio.sleep(1.5)
        assert child.alive
        await child.stopped()
    with trouble(place, kind="5xx", method="getMe"):
        waiting = place.child()
        await waiting.tells("start.telegram_unreachable")
        await waiting.stopped()


async def test_stopped_at_rest(place: Place) -> None:
    """With nothing to do but an open poll the end comes at once."""
    child = place.child()
    anna = place.people(1)[0]
    place.say(anna)
    await until(place.all_answered, 30)
    await asyncio.sleep(1.0)
    before = time.monotonic()
    await child.stopped()
    assert time.monotonic() - before < 2.0
