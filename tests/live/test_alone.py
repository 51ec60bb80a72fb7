"""Two processes at once: refused on one SQLite file; on PostgreSQL one works and the other takes over."""

from __future__ import annotations

import asyncio
import time

import pytest

from storage.store import Store
from tests.live.children import Child, until
from tests.live.place import Place
from tests.live.readback import Ledger, audit

pytestmark = pytest.mark.live

DUTIES = {"poll", "send", "clock"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_second_process_on_the_same_file_is_refused(place: Place) -> None:
    """One plain sentence that names the file, and the first goes on."""
    first = place.child()
    await first.tells("run.started")
    second = place.child()
    assert await second.ended() == 1
    [refusal] = second.journal.read_text("utf-8").splitlines()
    assert refusal.startswith("frontline: Another Frontline is already running on")
    assert place.url.removeprefix("sqlite:///") in refusal
    anna = place.people(1)[0]
    place.say(anna)
    await until(place.all_answered, 20)
    await first.killed()
    third = place.child()
    await third.tells("run.started")
    await third.stopped()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_the_other_process_takes_over(place: Place, store: Store) -> None:
    """Only one polls and sends; when it is killed the other does within fifteen seconds; nothing is lost."""
    people = place.people(10)
    first = place.child()
    await until(lambda: held(first) >= DUTIES, 30)
    second = place.child()
    await second.tells("run.started")
    for _ in range(10):
        for customer in people:
            place.say(customer)
        await asyncio.sleep(0.1)
    await until(place.all_answered, 30)
    assert held(second) == set()
    mark = place.sandbox.state.call_number
    await first.killed()
    died = time.monotonic()
    for customer in people:
        place.say(customer)
    await until(place.all_answered, 20)
    assert time.monotonic() - died < 15.0
    await until(lambda: held(second) >= DUTIES, 15)
    await second.stopped()
    assert (await audit(place, store, Ledger(), [mark])).faults == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_the_other_process_need_not_wait_for_one_that_leaves(place: Place) -> None:
    """Who stops in order hands its duties on at once."""
    first = place.child()
    await until(lambda: held(first) >= DUTIES, 30)
    second = place.child()
    await second.tells("run.started")
    await first.stopped()
    left = time.monotonic()
    anna = place.people(1)[0]
    place.say(anna)
    await until(place.all_answered, 20)
    assert time.monotonic() - left < 8.0
    await second.stopped()


def held(child: Child) -> set[str]:
    """The duties a child's journal tells of."""
    return {line["duty"].partition(":")[0] for line in child.told("lease.taken")}
