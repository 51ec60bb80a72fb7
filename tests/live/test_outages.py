"""Telegram or the database is away, or slow, or one chat is: nothing is lost, the others do not wait."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from storage.inbox import ParkedUpdate
from storage.store import Store
from tests.live.cable import Cable
from tests.live.children import Nursery, until
from tests.live.outage import OutageRun, trouble
from tests.live.place import Place
from tests.live.place import place as at_place
from tests.live.readback import Ledger, audit

pytestmark = pytest.mark.live

DOWN_SECONDS = 10.0
SLOW_SECONDS = 6.0


async def test_telegram_fails_in_every_way_for_a_while(place: Place, store: Store) -> None:
    """502, 429, answers that never come, connections that are cut: all is heard in the end, in order."""
    ledger = await OutageRun(place, store, seconds=6.0, seed=20261122).go()
    assert ledger.faults == []
    assert ledger.repeats == 0


async def test_the_database_is_down_for_ten_seconds(
    nursery: Nursery, tmp_path: Path, database_url: str, store: Store
) -> None:
    """The process stays; what is written meanwhile waits at Telegram, and all of it is answered once."""
    async with breakable(database_url) as (url, down), at_place(nursery, tmp_path, url) as place:
        child = place.child()
        await child.tells("run.started")
        people = place.people(10)
        for turn in range(40):
            for customer in people:
                place.say(customer)
            if turn == 15:
                async with down():
                    for _ in range(10):
                        place.say(people[0])
                        await asyncio.sleep(DOWN_SECONDS / 10)
            await asyncio.sleep(0.02)
        await until(place.all_answered, 40)
        await child.stopped()
        ledger = await audit(place, store, Ledger())
    assert ledger.faults == []


@asynccontextmanager
async def breakable(url: str) -> AsyncIterator[tuple[str, Callable[[], AbstractAsyncContextManager[None]]]]:
    """The URL to use, and a context in which the database behind it is not to be had."""
    target = make_url(url)
    if target.get_backend_name() == "sqlite":

        @asynccontextmanager
        async def locked() -> AsyncIterator[None]:
            other = sqlite3.connect(str(target.database), isolation_level=None)
            other.execute("PRAGMA busy_timeout=5000")
            other.execute("BEGIN EXCLUSIVE")
            await asyncio.sleep(3.0)  # longer than anybody waits for a lock, with the seconds inside
            yield
            other.execute("ROLLBACK")
            other.close()

        yield url, locked
        return
    cable = Cable(target.host or "127.0.0.1", target.port or 5432)
    await cable.plug()

    @asynccontextmanager
    async def pulled() -> AsyncIterator[None]:
        await cable.pull()
        yield
        await cable.plug()

    try:
        yield target.set(host="127.0.0.1", port=cable.port).render_as_string(hide_password=False), pulled
    finally:
        await cable.pull()


async def test_one_slow_chat_holds_up_nobody_else(place: Place, store: Store) -> None:
    """While Telegram takes its time with one chat, the others are answered as always."""
    slow, *others = place.people(8)
    child = place.child()
    await child.tells("run.started")
    with trouble(place, kind="slow", method="sendMessage", chat=slow, seconds=SLOW_SECONDS):
        place.say(slow)
        place.say(slow)
        began = time.monotonic()
        for _ in range(20):
            for customer in others:
                place.say(customer)
            await asyncio.sleep(0.02)
        await until(lambda: place.waiting <= 2, SLOW_SECONDS)
        assert time.monotonic() - began < SLOW_SECONDS
        assert place.heard(slow) == []
    await until(place.all_answered, 20)
    await child.stopped()
    assert (await audit(place, store, Ledger())).faults == []


async def test_one_chat_that_writes_without_end_holds_up_nobody_else(place: Place) -> None:
    """A thousand messages of one chat wait in front; who writes after them does not wait for their end."""
    flood, anna = place.people(2)
    for _ in range(1000):
        place.say(flood)
    place.say(anna)
    child = place.child()
    await until(lambda: place.heard(anna), 60)
    heard = place.heard(flood)
    assert len(heard) < 300
    assert heard == [f"echo {words}" for words in place.said[flood]][: len(heard)]
    await child.stopped()


async def test_a_handler_that_fails_for_one_chat(place: Place, store: Store) -> None:
    """Three strikes set the message aside and tell its sender; the chat goes on, the others never wait."""
    unlucky, *others = place.people(6)
    child = place.child()
    await child.tells("run.started")
    place.say(unlucky, "stumble")
    place.say(unlucky, f"{unlucky}-1")
    for customer in others:
        place.say(customer)
    await until(lambda: all(map(place.heard, others)), 30)
    assert place.heard(unlucky) == [], "who wrote after them is answered while they are tried again"
    for _ in range(10):
        for customer in others:
            place.say(customer)
        await asyncio.sleep(0.05)
    await until(lambda: place.waiting <= 2, 30)
    await until(lambda: f"echo {unlucky}-1" in place.heard(unlucky), 30)
    sorry, answer = place.heard(unlucky)
    assert "kept" in sorry
    assert answer == f"echo {unlucky}-1"
    async with store.read() as session:
        parked = (await session.scalars(select(ParkedUpdate))).one()
    assert (parked.reason, parked.error) == ("failed", "RuntimeError")
    for customer in others:
        assert place.heard(customer) == [f"echo {words}" for words in place.said[customer]]


async def test_what_cannot_be_read_is_kept_and_the_rest_goes_on(place: Place, store: Store) -> None:
    """One broken update among many stops nothing."""
    anna, ben = place.people(2)
    place.say(anna)
    place.sandbox.world.garbage()
    place.say(ben)
    place.sandbox.world.garbage({"message": {"text": 7}})
    place.say(anna)
    await place.child().tells("run.started")
    await until(place.all_answered, 20)
    async with store.read() as session:
        parked = list(await session.scalars(select(ParkedUpdate.reason)))
    assert parked == ["undecodable", "undecodable"]
    assert place.sandbox.world.pending() == []
