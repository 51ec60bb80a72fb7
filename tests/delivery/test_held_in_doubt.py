"""Rows that are held when something happens to them: nothing is said twice, out of turn, or lost."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from bot.held import AHEAD_SECONDS
from bot.pace import Limits, Pace
from handlers.effects import Effects
from storage.account import Chat
from storage.outbound import SendText, decode_operation
from storage.outbox import OUTBOX, OutboxRow, OutboxState, Priority
from storage.store import Store
from tests.delivery.rush import Rush
from tests.delivery.test_held import said, states
from tests.town.clock import StillClock

PEOPLE = 9


async def until_held(rush: Rush) -> None:
    """The bot is at its limit, and what is owed will have its place in a moment."""
    for _ in range(Limits().bot):
        rush.pace.took_elsewhere(rush.timeline.seconds())
    await rush.timeline.move(Limits().bot_seconds - AHEAD_SECONDS / 2)
    await rush.sender.cycle()


@pytest.fixture
async def rush(store: Store, clock: StillClock) -> Rush:
    """A bot that holds a message for each of nine people, and has said nothing yet."""
    opened = Rush(store, clock)
    await opened.open()
    await opened.owe(await opened.people(PEOPLE), Priority.reply)
    await until_held(opened)
    assert (len(opened.sender.dispatcher.held), said(opened)) == (PEOPLE, [])
    return opened


async def a_while(rush: Rush) -> None:
    """Long enough for everything that may go out."""
    for _ in range(100):
        await rush.cycle()


async def _say_in_its_place(rush: Rush, chat: int, words: str) -> None:
    effects = Effects(rush.timeline.clock.now())
    effects.owe(SendText(words), account_id=rush.account, chat_id=chat, coalesce="k")
    async with rush.store.begin() as session:
        await effects.write(session)


async def test_a_sender_that_is_late_to_stop_takes_nothing_from_its_successor(rush: Rush) -> None:
    """Its clock is behind, and it believes that the duty is its own: what another has claimed since, and
    has said already, does not wait again."""
    old, rush.pace = rush.sender, Pace(Limits())
    await rush.open()
    assert await rush.sender.rescue() == PEOPLE
    await rush.sender.cycle()
    await rush.timeline.move(0.1)
    assert len(rush.sender.dispatcher.results) == PEOPLE
    await old.flush()
    assert await rush.sender.rescue() == 0
    await a_while(rush)
    assert len(said(rush)) == len(set(said(rush))) == PEOPLE
    assert await states(rush) == {OutboxState.sent: PEOPLE}


async def test_a_sender_that_holds_for_too_long_takes_nothing_from_its_successor(rush: Rush) -> None:
    """It looks again, late, and finds what it held overdue: it is not its own any more."""
    old, rush.pace = rush.sender, Pace(Limits())
    assert old.dispatcher._alarm is not None
    old.dispatcher._alarm.cancel()
    await rush.open()
    await rush.sender.rescue()
    await rush.timeline.move(1.0)
    await rush.sender.cycle()
    await rush.timeline.move(0.1)
    assert len(rush.sender.dispatcher.results) == PEOPLE
    await old.cycle()
    assert len(old.dispatcher.held) == 0
    assert await rush.sender.rescue() == 0
    await a_while(rush)
    assert len(said(rush)) == len(set(said(rush))) == PEOPLE


async def test_an_answer_that_comes_too_late_takes_nothing_from_the_successor(rush: Rush) -> None:
    """The older process is told 429 when another has said the same already: that does not wait again."""
    old, rush.pace = rush.sender, Pace(Limits())
    fault = rush.world.fault("429", method="sendMessage", retry_after=60)
    await rush.timeline.move(AHEAD_SECONDS)
    rush.world.clear_faults(fault)
    assert (len(old.dispatcher.results), said(rush)) == (PEOPLE, [])
    await rush.open()
    await rush.sender.rescue()
    await rush.sender.cycle()
    await rush.timeline.move(0.1)
    assert len(said(rush)) == PEOPLE
    await old._write_down()
    assert await rush.sender.rescue() == 0
    await a_while(rush)
    await rush.timeline.move(60.0)
    await a_while(rush)
    assert len(said(rush)) == PEOPLE
    assert await states(rush) == {OutboxState.sent: PEOPLE}


async def test_a_refusal_that_comes_too_late_undoes_nothing(rush: Rush) -> None:
    """The older process is told that nobody may write there, when another has said the same: it arrived."""
    old, rush.pace = rush.sender, Pace(Limits())
    fault = rush.world.fault("403", method="sendMessage")
    await rush.timeline.move(AHEAD_SECONDS)
    rush.world.clear_faults(fault)
    assert (len(old.dispatcher.results), said(rush)) == (PEOPLE, [])
    await rush.open()
    await rush.sender.rescue()
    await a_while(rush)
    await old._write_down()
    assert len(said(rush)) == PEOPLE
    assert await states(rush) == {OutboxState.sent: PEOPLE}
    async with rush.store.read() as session:
        assert set(await session.scalars(select(Chat.unreachable))) == {None}


async def test_a_chat_that_must_rest_keeps_its_order(rush: Rush) -> None:
    """What is held is refused with 429: it waits as long as it was told, and with it what came after it."""
    async with rush.store.read() as session:
        row = (await session.scalars(select(OutboxRow).order_by(OutboxRow.id).limit(1))).one()
    chat, what = row.chat_id, decode_operation(row.body)
    assert chat is not None
    assert isinstance(what, SendText)
    rush.world.fault("429", method="sendMessage", chat=rush.place(chat), retry_after=3600, times=1)
    await rush.owe([chat], Priority.reply, SendText("and this"))
    await a_while(rush)
    assert len(said(rush)) == PEOPLE - 1
    assert not {what.text, "and this"} & set(said(rush))
    await rush.timeline.move(3600.0)
    await a_while(rush)
    assert said(rush)[PEOPLE - 1 :] == [what.text, "and this"]


@pytest.mark.parametrize("stopped", [False, True])
async def test_newer_words_come_while_the_older_are_held(rush: Rush, stopped: bool) -> None:
    """They come behind the older, which may be out already; given back, the older are not said at all."""
    await a_while(rush)
    [anna] = await rush.people(1)
    await _say_in_its_place(rush, anna, "old")
    await until_held(rush)
    await _say_in_its_place(rush, anna, "new")
    if stopped:
        await rush.sender.flush()
    await a_while(rush)
    assert said(rush)[PEOPLE:] == (["new"] if stopped else ["old", "new"])


async def test_rows_that_are_erased_while_they_are_held_are_not_missed(rush: Rush) -> None:
    """Given back at a stop they are not said by whoever comes next, and the others are."""
    async with rush.store.begin() as session:
        rows = await session.execute(select(OUTBOX.c.id, OUTBOX.c.body).order_by(OUTBOX.c.id).limit(3))
        gone = {row[0]: row[1] for row in rows}
        await session.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(gone)))
    await rush.sender.flush()
    await rush.restart()
    await a_while(rush)
    assert len(said(rush)) == len(set(said(rush))) == PEOPLE - 3
    assert not [text for text in said(rush) if any(f'"{text}"' in body for body in gone.values())]
