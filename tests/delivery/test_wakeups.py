"""Waking: what one process commits another one hears of at once, over PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import text

from bot.bell import Bell
from bot.wakeups import Wakeups
from storage.store import Store
from storage.waking import wake_line

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

SOON = 20.0
"""Far longer than it takes; a test that fails waits no longer."""


@asynccontextmanager
async def process(url: str) -> AsyncIterator[dict[str, Bell]]:
    """The bells of one process, which listens."""
    store, bells = Store.open(url), {"arrived": Bell(), "owed": Bell()}
    running = asyncio.create_task(Wakeups(store, bells).run())
    try:
        await heard(bells["arrived"])  # it has begun to listen, and looks at what it may have missed
        await heard(bells["owed"])
        yield bells
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await store.close()


async def heard(bell: Bell) -> None:
    """Wait until a bell is heard."""
    async with asyncio.timeout(SOON):
        await bell.wait(SOON + 1)


async def test_a_ring_is_heard_in_the_other_process(database_url: str) -> None:
    """Each bell by its name, in both directions."""
    async with process(database_url) as here, process(database_url) as there:
        here["arrived"].ring()
        await heard(there["arrived"])
        there["owed"].ring()
        await heard(here["owed"])
        assert not there["arrived"]._event.is_set()


async def test_what_is_heard_is_not_told_again(database_url: str) -> None:
    """Otherwise one ring would go round for ever."""
    told: list[str] = []
    last = Bell()

    def hear(name: str) -> None:
        told.append(name)
        if told.count("owed") == 2:
            last.hear()

    store = Store.open(database_url)
    async with (
        process(database_url) as here,
        process(database_url) as there,
        wake_line(store.engine, hear, lambda: None),
    ):
        here["arrived"].ring()
        await heard(there["arrived"])
        for _ in range(2):
            there["owed"].ring()
            await heard(here["owed"])
        await heard(last)
    await store.close()
    assert told == ["arrived", "owed", "owed"]


async def test_many_rings_are_told_as_few(database_url: str) -> None:
    """A thousand messages a second are not a thousand wake-ups."""
    told: list[str] = []
    last = Bell()

    def hear(name: str) -> None:
        told.append(name)
        if name == "arrived":
            last.hear()

    store = Store.open(database_url)
    async with process(database_url) as here, wake_line(store.engine, hear, lambda: None):
        for _ in range(1000):
            here["owed"].ring()
            await asyncio.sleep(0)
        here["arrived"].ring()
        await heard(last)
    await store.close()
    assert 2 <= len(told) < 100


async def test_a_broken_line_is_mended(
    database_url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server was restarted: who listens again looks first, for it may have missed something."""
    monkeypatch.setattr("bot.wakeups.PAUSE_SECONDS", 0.01)
    async with process(database_url) as here, process(database_url) as there:
        async with store.begin() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE :listen"
                ),
                {"listen": "LISTEN%"},
            )
        for bells in (here, there):
            await heard(bells["arrived"])
            await heard(bells["owed"])
        here["owed"].ring()
        await heard(there["owed"])
