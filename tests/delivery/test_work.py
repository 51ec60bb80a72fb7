"""Working: order within a chat, chats side by side, strikes, and rows that bring the process down."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from storage.event import Event
from storage.inbox import INBOX, InboxRow, ParkedUpdate
from tests.delivery.conftest import Echo
from tests.town.town import Town


async def test_messages_of_a_chat_are_answered_in_order(mill: Town) -> None:
    """However many come at once."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    for number in range(12):
        mill.world.send(anna.id, text=f"a{number}")
        mill.world.send(ben.id, text=f"b{number}")
    await mill.settle()
    assert anna.texts == [f"echo a{number}" for number in range(12)]
    assert ben.texts == [f"echo b{number}" for number in range(12)]


async def test_a_failing_message_does_not_touch_the_others(mill: Town, echo: Echo) -> None:
    """Its group is rolled back and redone one by one; the others are answered once."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    echo.stumbles["bad"] = RuntimeError("stumbled")
    mill.world.send(ben.id, text="good")
    mill.world.send(anna.id, text="bad")
    await mill.settle()
    assert ben.texts == ["echo good"]
    assert anna.texts == []


async def test_later_messages_wait_for_a_failed_one(mill: Town, echo: Echo) -> None:
    """Order within the chat holds while the first is tried again."""
    anna = await mill.customer("Anna")
    echo.stumbles["bad"] = RuntimeError("stumbled")
    mill.world.send(anna.id, text="bad")
    mill.world.send(anna.id, text="next")
    await mill.settle()
    assert anna.texts == []
    echo.stumbles.clear()
    await mill.travel(seconds=5)
    assert anna.texts == ["echo bad", "echo next"]


async def test_three_strikes_park_a_message_and_tell_everybody(mill: Town, echo: Echo) -> None:
    """The sender hears that it is kept, and the chat goes on."""
    anna = await mill.customer("Anna")
    echo.stumbles["bad"] = RuntimeError("stumbled")
    mill.world.send(anna.id, text="bad")
    mill.world.send(anna.id, text="next")
    await mill.settle()
    for _ in range(3):
        await mill.travel(seconds=10)
    assert [text for text in anna.texts if text.startswith("echo")] == ["echo next"]
    assert "kept" in anna.texts[0]
    async with mill.store.read() as session:
        parked = (await session.scalars(select(ParkedUpdate))).one()
        assert (parked.reason, parked.error) == ("failed", "RuntimeError")


async def test_database_trouble_is_no_strike(mill: Town, echo: Echo) -> None:
    """A deadlock or a lost connection is retried, however often."""
    anna = await mill.customer("Anna")
    echo.stumbles["hello"] = OperationalError("select", {}, Exception("connection lost"))
    mill.world.send(anna.id, text="hello")
    await mill.receive()
    for _ in range(15):
        with pytest.raises(OperationalError):
            await mill.app.worker.once()
    echo.stumbles.clear()
    await mill.settle()
    assert anna.texts == ["echo hello"]
    async with mill.store.read() as session:
        row = (await session.scalars(select(InboxRow))).one()
        assert (row.failures, row.claims) == (0, 1)


async def test_a_message_that_kills_the_process_is_parked_in_the_end(mill: Town, echo: Echo) -> None:
    """After ten runs that were cut off it is set aside without being run again."""
    anna = await mill.customer("Anna")
    mill.world.send(anna.id, text="killer")
    await mill.receive()
    async with mill.store.begin() as session:
        await session.execute(update(INBOX).values(claims=10))
    await mill.settle()
    assert echo.seen == []
    async with mill.store.read() as session:
        parked = (await session.scalars(select(ParkedUpdate))).one()
        assert parked.reason == "cut_off"
    assert "kept" in anna.texts[0]


async def test_a_row_that_was_cut_off_twice_runs_alone(mill: Town, echo: Echo) -> None:
    """So that it cannot take innocent rows with it."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    mill.world.send(anna.id, text="suspect")
    mill.world.send(ben.id, text="innocent")
    await mill.receive()
    async with mill.store.begin() as session:
        await session.execute(update(INBOX).where(INBOX.c.body.contains("suspect")).values(claims=2))
    await mill.settle()
    assert echo.seen == ["innocent", "suspect"]
    assert anna.texts == ["echo suspect"]


async def test_effects_and_the_end_of_a_row_commit_together(mill: Town) -> None:
    """A first message leaves a file, an event and an answer, all or none."""
    anna = await mill.customer("Anna")
    await anna.says("hello")
    async with mill.store.read() as session:
        verbs = (await session.scalars(select(Event.verb))).all()
        row = (await session.scalars(select(InboxRow))).one()
    assert "customer.joined" in verbs
    assert row.finished_at == mill.clock.machine()
