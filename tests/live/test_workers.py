"""Four workers on one PostgreSQL: each helps, any may die, and customers do not notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from storage.event import Event
from storage.store import Store
from tests.live.children import Nursery, until
from tests.live.fleet import FleetPlan, FleetRun, fleet
from tests.live.readback import Ledger, audit

pytestmark = [pytest.mark.live, pytest.mark.parametrize("database", ["postgresql"], indirect=True)]

LEASE_SECONDS = 4.0
FREEZES = 2
CUTS = (8.0, 3.0, 1.0)
"""Seconds: twice as long as the lease, a little less, and a moment."""
NEVER = 300.0
"""Stations look so seldom by themselves that whatever happens, happened because they were woken."""


async def test_workers_are_killed_and_the_database_restarts_under_load(
    nursery: Nursery, tmp_path: Path, database_url: str, store: Store
) -> None:
    """Each update is handled once, in order; a chat hears at most one repeat for a kill; nothing is lost."""
    async with fleet(nursery, tmp_path, database_url, lease_seconds=LEASE_SECONDS) as workers:
        run = FleetRun(workers, store, FleetPlan(kills=6, seed=20261122))
        ledger = await run.go()
    assert ledger.faults == []
    assert ledger.kills == 6
    assert run.longest < 15.0
    async with store.read() as session:
        facts = list(await session.scalars(select(Event.facts).where(Event.verb == "echo.heard")))
    assert len({fact["worker"] for fact in facts}) > 4


async def test_what_one_accepts_another_sends_at_once(
    nursery: Nursery, tmp_path: Path, database_url: str, store: Store
) -> None:
    """Nobody looks by himself here: the one that sends is woken by the one that worked."""
    async with fleet(nursery, tmp_path, database_url, workers=2, look_seconds=NEVER) as workers:
        sender = workers.holder()
        workers.balancer.workers = [port for child, port in workers.workers if child is not sender]
        anna = workers.place.people(1)[0]
        for _ in range(5):
            workers.place.say(anna)
            await until(workers.place.all_answered, 20)
        workers.balancer.workers = [port for _, port in workers.workers]
        await workers.stop()
        assert (await audit(workers.place, store, Ledger())).faults == []


async def test_what_one_accepts_another_works_on_at_once(
    nursery: Nursery, tmp_path: Path, database_url: str, store: Store
) -> None:
    """While one of them is busy with a long piece of work the other answers, whoever accepted it."""
    async with fleet(nursery, tmp_path, database_url, workers=2, look_seconds=NEVER) as workers:
        place = workers.place
        workers.balancer.workers = workers.balancer.workers[:1]
        anna, ben = place.people(2)
        place.say(anna, "dawdle")
        await until(lambda: place.sandbox.world.pending() == [], 20)
        place.say(ben)
        await until(lambda: place.heard(ben), 20)
        assert place.heard(anna) == []
        await until(place.all_answered, 20)
    async with store.read() as session:
        facts = list(await session.scalars(select(Event.facts).where(Event.verb == "echo.heard")))
    assert len({fact["worker"] for fact in facts}) == 2


async def test_who_was_frozen_does_not_speak_behind_its_successor(
    nursery: Nursery, tmp_path: Path, database_url: str, store: Store
) -> None:
    """Frozen while it sends, and thawed when another has taken over: it asks before it speaks."""
    async with fleet(nursery, tmp_path, database_url, workers=3, lease_seconds=LEASE_SECONDS) as workers:
        run = FleetRun(workers, store, FleetPlan(seed=20261122))
        ledger = await run.freeze(FREEZES)
    assert ledger.faults == []


async def test_one_loses_its_database_and_the_others_go_on(
    nursery: Nursery, tmp_path: Path, database_url: str, store: Store
) -> None:
    """The one that sends is cut off under load, longer than its lease: another sends; then it comes back."""
    async with fleet(
        nursery, tmp_path, database_url, workers=3, apart=True, lease_seconds=LEASE_SECONDS
    ) as workers:
        lonely = workers.workers[0][0]
        assert workers.holder() is lonely
        run = FleetRun(workers, store, FleetPlan(seed=20261122))
        ledger = await run.cut_one_off(CUTS)
        assert lonely.told("send.database_trouble")
    assert ledger.faults == []
    assert run.marks, "the one that was cut off had to send"
    async with store.read() as session:
        facts = list(await session.scalars(select(Event.facts).where(Event.verb == "echo.heard")))
    assert {fact["worker"] for fact in facts} == {child.pid for child, _ in workers.workers}
