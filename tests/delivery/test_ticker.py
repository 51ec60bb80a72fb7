"""The clock's duties: they share what can be shared, and nobody pays for somebody else's mistake."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import tick as tick_room
from bot.clock.tick import Ticker
from handlers.scene import Scene
from storage.person import Person
from tests.town.town import Town


def _duty(name: str, done: int, problem: type[Exception] | None = None) -> Callable[[Scene], Awaitable[int]]:
    async def write(scene: Scene) -> int:
        scene.session.add(Person(name=name, created_at=scene.now))
        await scene.session.flush()
        if problem is not None:
            raise problem(name)
        return done

    return write


async def test_a_duty_that_fails_takes_nothing_of_the_others_along(town: Town) -> None:
    """Also not of one that changed a row and says that there was nothing to do."""
    rung: list[str] = []
    duties = {
        "says_nothing": _duty("says_nothing", 0),
        "stumbles": _duty("stumbles", 1, RuntimeError),
        "says_nothing_either": _duty("says_nothing_either", 0),
        "loses_the_database": _duty("loses_the_database", 1, ConnectionError),
        "does": _duty("does", 2),
        "last": _duty("last", 0),
    }
    ticker = Ticker(
        town.store,
        town.house,
        duties,
        now=town.clock.now,
        machine=town.clock.machine,
        owed=lambda: rung.append("owed"),
    )
    assert await ticker.tick() == 2
    assert rung == ["owed"]
    async with town.store.read() as session:
        written = set(await session.scalars(select(Person.name).where(Person.name.in_(duties))))
    assert written == {"says_nothing", "says_nothing_either", "does", "last"}


async def test_a_long_tick_loses_nothing_and_is_no_trouble(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Ticks never overlap; what becomes due during one is done by the next, once; nothing warns."""
    monkeypatch.setattr(tick_room, "TICK_SECONDS", 0.01)
    due_at = town.now + timedelta(seconds=5)
    began, go_on, stopping = asyncio.Event(), asyncio.Event(), asyncio.Event()
    done: list[datetime] = []
    under_way: list[int] = []

    async def due(scene: Scene) -> int:
        if done or scene.now < due_at:
            return 0
        done.append(scene.now)
        stopping.set()
        return 1

    async def slow(scene: Scene) -> int:
        under_way.append(1)
        began.set()
        await go_on.wait()
        return 0

    ticker = Ticker(
        town.store,
        town.house,
        {"due": due, "slow": slow},
        now=town.clock.now,
        machine=town.clock.machine,
        owed=lambda: None,
    )
    running = asyncio.create_task(ticker.run(stopping))
    async with asyncio.timeout(30):
        await began.wait()
        town.clock.move(timedelta(seconds=6))
        await asyncio.sleep(0.2)  # twenty ticks would have been due meanwhile
        assert (len(under_way), done) == (1, [])
        go_on.set()
        await running
    assert done == [town.now]
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == []
