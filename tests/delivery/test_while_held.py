"""While an agent's answer is held: edited, withdrawn, its customer gone, its sender stopped or followed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from bot.held import AHEAD_SECONDS
from bot.pace import Limits, Pace
from bot.send import Sender
from storage.outbox import OutboxRow, OutboxState
from tests.desk.test_talking import connected, newest
from tests.town.people import Group, Person
from tests.town.town import Town

SOON = timedelta(seconds=AHEAD_SECONDS / 2)


def sender_of(town: Town) -> Sender:
    """A sender that holds what will have its place in a moment; there is none before."""
    pace, clock = Pace(Limits()), town.clock
    for _ in range(Limits().bot):
        pace.took_elsewhere(clock.seconds())
    clock.move(timedelta(seconds=Limits().bot_seconds) - SOON)
    return Sender(
        town.store,
        town.app.gateway,
        town.app.account.id,
        town.house,
        pace,
        now=clock.now,
        machine=clock.machine,
        seconds=clock.seconds,
        ahead=AHEAD_SECONDS,
    )


async def answer_is_held(town: Town) -> tuple[Person, Person, Group, int]:
    """An agent's answer is ready to leave, and its customer has not seen it yet."""
    anna, li, group = await connected(town)
    town.app.sender = sender_of(town)
    before = anna.texts
    answer = await li.says("at three", topic=newest(group))
    assert str(anna.id) in [one.owed.chat for one in town.app.sender.dispatcher.held._held]
    assert anna.texts == before
    return anna, li, group, answer


async def a_moment_later(town: Town) -> None:
    """There is a place now: what is held leaves."""
    town.clock.move(SOON)
    town.app.sender.dispatcher.release()
    await town.settle()


async def test_the_customer_blocks_the_bot_while_the_answer_is_held(town: Town) -> None:
    """It is refused, once, and kept; its writer sees that; when the customer is back they get it, once."""
    anna, li, group, answer = await answer_is_held(town)
    before, asked = anna.texts, len(town.world.calls("copyMessage"))
    town.world.block(anna.id)
    await town.settle()
    await a_moment_later(town)
    await li.says("or at four", topic=newest(group))
    town.clock.move(timedelta(seconds=5))
    await town.settle()
    assert len(town.world.calls("copyMessage")) == asked + 1, "who has blocked us is asked no more"
    marks = [one["emoji"] for each in town.world.reactions(group.id, answer).values() for one in each]
    assert marks == ["🤷"]
    town.world.unblock(anna.id)
    await town.settle()
    town.clock.move(timedelta(seconds=5))
    await town.settle()
    assert [text for text in anna.texts if text not in before][:2] == ["at three", "or at four"]
    assert Counter(anna.texts)["at three"] == 1


async def test_an_agent_edits_the_answer_while_it_is_held(town: Town) -> None:
    """The customer has one message in the end, with the words as they are now."""
    anna, li, group, answer = await answer_is_held(town)
    before = anna.texts
    await li.edits(answer, "at four", topic=newest(group))
    assert anna.texts == before
    await a_moment_later(town)
    assert anna.texts == [*before, "at four"]


async def test_what_is_held_cannot_be_withdrawn_before_it_has_left(town: Town) -> None:
    """It counts as under way: the agent hears so, and takes it back a moment later."""
    anna, li, group, answer = await answer_is_held(town)
    before = anna.texts
    await li.says("/unsend", topic=newest(group), reply_to=answer)
    await a_moment_later(town)
    assert anna.texts == [*before, "at three"]
    assert any("正在发出" in text for text in newest(group).texts)
    await li.says("/unsend", topic=newest(group), reply_to=answer)
    await a_moment_later(town)
    assert anna.texts == before


async def test_what_was_given_back_at_a_stop_can_be_withdrawn(town: Town) -> None:
    """It waits again at once, for whoever sends next: until then its writer may think better of it."""
    anna, li, group, answer = await answer_is_held(town)
    before = anna.texts
    await town.app.sender.flush()
    async with town.store.read() as session:
        left = await session.scalars(select(OutboxRow.state).where(OutboxRow.finished_at.is_(None)))
        assert set(left) == {OutboxState.waiting}
    town.world.send(li.id, group.id, thread=newest(group).thread, text="/unsend", reply_to=answer)
    await town.receive()
    await town.app.worker.once()
    town.app.sender = sender_of(town)
    await town.settle()
    await a_moment_later(town)
    assert anna.texts == before
    assert any("及时拦下了" in text for text in newest(group).texts)


async def test_another_takes_over_while_the_answer_is_held(town: Town) -> None:
    """The successor says it; the one that has lost the duty says nothing and takes nothing back."""
    anna, *_ = await answer_is_held(town)
    before, old = anna.texts, town.app.sender
    old.dispatcher.leased, old.dispatcher.may = True, lambda: False
    town.app.sender = sender_of(town)
    assert await town.app.sender.rescue() == len(old.dispatcher.held)
    await town.settle()
    old.dispatcher.release()
    await old.flush()
    await a_moment_later(town)
    assert anna.texts == [*before, "at three"]
    assert await town.app.sender.rescue() == 0
