"""Of what is owed twice the newer is said, once, and the older leaves nothing behind."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from bot.bell import Bell
from handlers.effects import Effects
from storage.outbound import SendText
from storage.outbox import OUTBOX, OutboxRow, OutboxState, Priority
from storage.sending import claim_owed
from tests.town.people import Person
from tests.town.town import Town


async def owe(mill: Town, person: Person, words: str) -> None:
    """Owe words that take the place of others."""
    chat = (await mill.conversation(person)).chat_id
    async with mill.store.begin() as session:
        effects = Effects(mill.now)
        account = mill.app.account.id
        effects.owe(SendText(words), account_id=account, chat_id=chat, priority=Priority.staff, coalesce="k")
        await effects.write(session)


async def _coalesced(mill: Town) -> OutboxRow:
    async with mill.store.read() as session:
        return (await session.scalars(select(OutboxRow).where(OutboxRow.error == "coalesced"))).one()


async def test_a_newer_row_waits_as_long_as_the_channel_asked_of_the_older(mill: Town) -> None:
    """Refused for an hour while a newer one was written: that one goes out after the hour."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    await owe(mill, anna, "old")
    mill.world.fault("429", method="sendMessage", chat=anna.id, retry_after=3600, times=1)
    assert await mill.app.sender.cycle() == 1
    await owe(mill, anna, "new")
    await mill.app.sender.back()
    await mill.settle()
    assert anna.texts == ["echo one"]
    older = await _coalesced(mill)
    assert (older.state, older.finished_at is not None) == (OutboxState.expired, True)
    await mill.travel(minutes=61)
    assert anna.texts == ["echo one", "new"]


async def test_an_older_row_of_a_dead_process_can_be_deleted(mill: Town) -> None:
    """Taken up after a start, it is done with, and says since when."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    await owe(mill, anna, "old")
    async with mill.store.begin() as session:
        left = update(OUTBOX).where(OUTBOX.c.coalesce_key == "k").values(state=OutboxState.sending)
        await session.execute(left)
    await owe(mill, anna, "new")
    assert await mill.app.sender.rescue() == 1
    assert (await _coalesced(mill)).finished_at is not None
    await mill.settle()
    assert anna.texts == ["echo one", "new"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_words_changed_while_they_are_claimed_are_not_lost(mill: Town) -> None:
    """A worker has changed what waits and not committed yet: the sender leaves it until it has."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    await owe(mill, anna, "old")
    chat = (await mill.conversation(anna)).chat_id
    async with mill.store.begin() as session:
        effects = Effects(mill.now)
        account = mill.app.account.id
        effects.owe(SendText("new"), account_id=account, chat_id=chat, priority=Priority.staff, coalesce="k")
        await effects.write(session)
        assert await mill.app.sender.cycle() == 0
    await mill.settle()
    assert anna.texts == ["echo one", "new"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_two_senders_do_not_claim_one_row(mill: Town) -> None:
    """One is frozen between claiming and committing; its successor leaves what the other holds."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    await owe(mill, anna, "once")
    account, machine = mill.app.account.id, mill.now
    async with mill.store.begin() as frozen, mill.store.begin() as successor:
        assert len(await claim_owed(frozen, account, machine, limit=5)) == 1
        assert await claim_owed(successor, account, machine, limit=5) == []


async def test_who_lost_the_duty_while_claiming_starts_nothing(mill: Town) -> None:
    """What was claimed before the doubt is taken up when the duty is sure again, and said once."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    await owe(mill, anna, "once")
    bell, stop, states = Bell(), asyncio.Event(), []
    answers = iter([True, False, False])

    def may() -> bool:
        states.append(mill.app.sender.idle)
        return next(answers, True)

    mill.app.sender.dispatcher.may = may
    sending = asyncio.create_task(mill.app.sender.run(bell, stop))
    await mill.sandbox.until(lambda: anna.texts == ["echo one", "once"], timeout=20)
    stop.set()
    bell.ring()
    await sending
    assert states[:3] == [True, True, True]
