"""What is held a moment ahead: it yields, is given back unsent, and is never said behind a successor."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import func, select

from bot.held import AHEAD_SECONDS
from storage.outbox import OutboxRow, OutboxState, Priority
from storage.store import Store
from tests.delivery.rush import Rush
from tests.town.clock import StillClock


@pytest.fixture
async def rush(store: Store, clock: StillClock) -> Rush:
    """A sender in the middle of a broadcast, with rows held for the moments to come."""
    opened = Rush(store, clock)
    await opened.open()
    await opened.owe(await opened.people(120), Priority.broadcast)
    await opened.until_sent("broadcast", 40)
    return opened


async def states(rush: Rush) -> dict[OutboxState, int]:
    """How many rows are in which state."""
    async with rush.store.read() as session:
        rows = await session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
        return {row[0]: row[1] for row in rows}


def said(rush: Rush) -> list[str]:
    """Every text that arrived, in order."""
    return [call.params["text"] for call in rush.sandbox.state.calls if call.error is None]


async def test_a_reply_goes_before_everything_that_is_held(rush: Rush) -> None:
    """The next place is the reply's, though others were claimed long before it."""
    assert len(rush.sender.dispatcher.held) > 3
    [anna] = await rush.people(1)
    await rush.owe([anna], Priority.reply)
    already, on_the_way = len(said(rush)), len(rush.sender.dispatcher.tasks)
    figures = await rush.until_sent("reply", 1)
    assert figures.p(100) < 0.15
    assert any(text.startswith("reply") for text in said(rush)[already : already + on_the_way + 1])


async def test_no_more_is_held_than_will_have_a_place_in_a_moment(rush: Rush) -> None:
    """About a third of a second of the bot's rate, and all of it leaves within that time."""
    for _ in range(20):
        await rush.cycle()
        assert len(rush.sender.dispatcher.held) <= AHEAD_SECONDS * 30 * 1.5
    held = [owed.id for owed in rush.sender.dispatcher.held.clear()]
    assert len(held) == len(set(held)) > 3


async def test_at_a_stop_what_is_held_waits_again_unsent(rush: Rush) -> None:
    """Nothing is left marked as being sent, and the next process says each once."""
    assert len(rush.sender.dispatcher.held) > 3
    await rush.restart()
    assert (await states(rush)).get(OutboxState.sending, 0) == 0
    await rush.until_sent("broadcast", (await states(rush))[OutboxState.waiting])
    assert set(Counter(said(rush)).values()) == {1}
    assert len(said(rush)) == 120


async def test_who_has_lost_the_duty_lets_go_of_what_it_holds(rush: Rush) -> None:
    """Its alarm rings after another has taken over: it says nothing, and the other says everything once."""
    old = rush.sender
    assert len(old.dispatcher.held) > 3
    old.dispatcher.leased, old.dispatcher.may = True, lambda: False
    await rush.timeline.move(0.1)
    before = len(said(rush))
    await rush.open()
    await rush.timeline.move(1.0)
    assert (len(said(rush)), len(old.dispatcher.held), old.dispatcher.mine) == (
        before,
        0,
        {r.owed.id for r in old.dispatcher.results},
    )
    await old._write_down()
    await rush.sender.rescue()
    await rush.until_sent("broadcast", (await states(rush))[OutboxState.waiting])
    assert set(Counter(said(rush)).values()) == {1}
    assert len(said(rush)) == 120


async def test_what_finds_no_place_is_given_back(rush: Rush) -> None:
    """The whole bot is silent for a while: nothing is kept in hand, and nothing is lost or doubled."""
    rush.pace.pause(20.0, rush.timeline.seconds())
    for _ in range(3):
        await rush.cycle()
    assert len(rush.sender.dispatcher.held) == 0
    assert OutboxState.sending not in await states(rush)
    before = len(said(rush))
    await rush.until_sent("broadcast", 120 - before)
    assert set(Counter(said(rush)).values()) == {1}
