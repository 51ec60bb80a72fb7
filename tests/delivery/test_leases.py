"""Leases: one process has a duty, another takes over when it is gone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import leases as leases_room
from bot.leases import LIFE, Leases
from bot.only_one import InUse, OnlyOne, file_of
from storage.store import Store
from tests.town.clock import StillClock


async def test_only_one_holds_a_duty(store: Store, clock: StillClock) -> None:
    """The second asks in vain until the first lets go."""
    first, second = Leases(store, clock.machine, "a"), Leases(store, clock.machine, "b")
    assert await first.hold("poll:1")
    assert not await second.hold("poll:1")
    assert await second.hold("poll:2")
    await first.give_up("poll:1")
    assert await second.hold("poll:1")


async def test_a_dead_process_is_followed_within_fifteen_seconds(store: Store, clock: StillClock) -> None:
    """A lease that is not renewed ends by itself."""
    first, second = Leases(store, clock.machine, "a"), Leases(store, clock.machine, "b")
    assert timedelta(seconds=15) >= LIFE
    assert await first.hold("send:1")
    clock.move(LIFE - timedelta(seconds=1))
    assert not await second.hold("send:1")
    clock.move(timedelta(seconds=2))
    assert await second.hold("send:1")
    assert not await first.hold("send:1")


async def test_who_slept_over_the_end_of_its_lease_is_not_sure_of_it(store: Store, clock: StillClock) -> None:
    """A machine that was suspended must not go on as if nothing had been, even before it has asked."""
    leases = Leases(store, clock.machine, "a")
    assert not leases.sure("send:1")
    await leases.hold("send:1")
    clock.move(LIFE - timedelta(seconds=1))
    assert leases.sure("send:1")
    clock.move(timedelta(seconds=2))
    assert not leases.sure("send:1")
    assert await leases.hold("send:1")
    assert leases.sure("send:1")
    await leases.give_up("send:1")
    assert not leases.sure("send:1")


async def test_a_renewed_lease_lasts(store: Store, clock: StillClock) -> None:
    """Who is alive keeps it."""
    first, second = Leases(store, clock.machine, "a"), Leases(store, clock.machine, "b")
    for _ in range(5):
        assert await first.hold("clock")
        clock.move(LIFE / 2)
    assert not await second.hold("clock")


async def test_who_is_alone_forgets_all_leases(store: Store, clock: StillClock) -> None:
    """After a kill the same machine need not wait for its own former lease."""
    first, second = Leases(store, clock.machine, "a"), Leases(store, clock.machine, "b")
    await first.hold("work")
    await second.clear()
    assert await second.hold("work")


async def test_a_station_ends_when_renewing_its_lease_fails_for_good(
    store: Store, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stops the renewing stops the station first: another process may have the duty soon."""
    monkeypatch.setattr(leases_room, "RENEW_SECONDS", 0.01)
    leases, began, ended = Leases(store, clock.machine, "a"), asyncio.Event(), asyncio.Event()

    async def station(leave: asyncio.Event) -> None:
        began.set()
        try:
            await leave.wait()
        finally:
            ended.set()

    running = asyncio.create_task(leases.run("send:1", station, asyncio.Event()))
    await began.wait()

    async def broken(duty: str) -> bool:
        raise ValueError

    monkeypatch.setattr(leases, "hold", broken)
    with pytest.raises(ValueError):
        await running
    assert ended.is_set()


async def test_a_station_leaves_by_its_rows_time(
    store: Store, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lease that took long to be taken ends no later for it."""
    monkeypatch.setattr(leases_room, "RENEW_SECONDS", 0.01)
    leases, left = Leases(store, clock.machine, "a"), asyncio.Event()
    hold, stopping = leases.hold, asyncio.Event()

    async def slow(duty: str) -> bool:
        held = await hold(duty)
        clock.move(timedelta(seconds=4))
        monkeypatch.setattr(leases, "hold", away)
        return held

    async def away(duty: str) -> bool:
        clock.move(LIFE - timedelta(seconds=3))
        monkeypatch.setattr(leases, "hold", never)
        raise ConnectionError

    async def never(duty: str) -> bool:
        raise AssertionError("asked again after its end")

    async def station(leave: asyncio.Event) -> None:
        await leave.wait()
        left.set()
        stopping.set()

    monkeypatch.setattr(leases, "hold", slow)
    await leases.run("send:1", station, stopping)
    assert left.is_set()


def test_one_file_has_one_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The lock ends with its holder."""
    file = tmp_path_factory.mktemp("lock") / "frontline.db"
    first, second = OnlyOne(file), OnlyOne(file)
    first.take()
    with pytest.raises(InUse):
        second.take()
    first.release()
    second.take()
    second.release()


def test_only_a_sqlite_url_names_a_file() -> None:
    """A server looks after itself."""
    assert str(file_of("sqlite:///data/frontline.db")) == "data/frontline.db"
    assert str(file_of("sqlite:////var/lib/f.db")) == "/var/lib/f.db"
    assert file_of("postgresql://u@h/d") is None
    assert file_of("sqlite:///:memory:") is None
