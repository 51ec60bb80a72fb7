"""When nobody knows whether it arrived: what is said again, done again, and let go, by kind of message."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.effects import Effects
from storage.account import Chat
from storage.outbound import (
    AnswerPress,
    Copy,
    CreateTopic,
    Delete,
    Edit,
    EditTopic,
    Operation,
    Pin,
    React,
    SendFile,
    SendText,
)
from storage.outbox import OutboxRow, OutboxState, Priority
from tests.town.town import Town

MESSAGE = "1"
LATER = timedelta(seconds=31)
"""Longer than the most patient pause between two tries."""
SAID_AGAIN: tuple[Operation, ...] = (
    SendText("hello"),
    SendFile("photo", "AgAC-some-picture"),
    Copy("1", (MESSAGE,)),
    Copy("1", (MESSAGE, "2")),
    CreateTopic("Case"),
)
DONE_AGAIN: tuple[Operation, ...] = (
    Edit(MESSAGE, "better"),
    Delete(MESSAGE),
    React(MESSAGE, "👌"),
    Pin(MESSAGE),
    EditTopic("Case"),
)


async def tried(
    mill: Town, what: Operation, times: int = 4, priority: Priority = Priority.reply
) -> tuple[int, OutboxState]:
    """Owe it while no answer ever comes; how often Telegram is asked when it may be, and the row's state."""
    anna = await mill.customer("Anna")
    await anna.says("hello")
    mill.world.fault("drop_before")
    async with mill.store.begin() as session:
        chat = (await session.scalars(select(Chat).where(Chat.external_id == str(anna.id)))).one()
        effects = Effects(mill.now)
        place = {} if isinstance(what, AnswerPress) else {"chat_id": chat.id}
        effects.owe(what, account_id=mill.app.account.id, priority=priority, **place)
        await effects.write(session)
    before = mill.sandbox.state.call_number
    for _ in range(times):
        await mill.send()
        mill.clock.move(LATER)
    async with mill.store.read() as session:
        row = (await session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()))).first()
    assert row is not None
    return mill.sandbox.state.call_number - before, row.state


@pytest.mark.parametrize("what", SAID_AGAIN, ids=lambda what: type(what).__name__)
async def test_words_are_said_again(mill: Town, what: Operation) -> None:
    """Twice is better than not at all, for text, pictures, copies, albums and topics."""
    assert await tried(mill, what) == (4, OutboxState.waiting)


@pytest.mark.parametrize("what", DONE_AGAIN, ids=lambda what: type(what).__name__)
async def test_what_changes_nothing_the_second_time_is_done_again(mill: Town, what: Operation) -> None:
    """Edits, deletions, reactions, pins and names."""
    assert await tried(mill, what) == (4, OutboxState.waiting)


async def test_a_broadcast_is_said_again(mill: Town) -> None:
    """Silence to hundreds after one bad minute would be worse than a few who hear it twice."""
    assert await tried(mill, SendText("news"), priority=Priority.broadcast) == (4, OutboxState.waiting)


async def test_the_answer_to_a_press_is_let_go(mill: Town) -> None:
    """After a few seconds nobody looks at it any more."""
    assert await tried(mill, AnswerPress("12345")) == (1, OutboxState.dead)


async def test_nothing_is_said_for_ever(mill: Town) -> None:
    """What never gets an answer, ten times and over minutes, is given up like what is refused."""
    assert await tried(mill, SendText("hello"), times=12) == (10, OutboxState.dead)
