"""One row that cannot be handled, sent or recorded holds up nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.receive import Receiver
from handlers import delivery
from storage.account import Conversation
from storage.inbox import ParkedUpdate
from storage.outbound import SendText, encode_operation
from storage.outbox import OUTBOX, OutboxRow, OutboxState
from tests.town.people import Person
from tests.town.town import Town


async def owe(town: Town, person: Person, body: str, **columns: Any) -> None:
    """Owe a person a row with any body."""
    conversation = await town.conversation(person)
    async with town.store.begin() as session:
        session.add(
            OutboxRow(
                account_id=town.app.account.id,
                chat_id=conversation.chat_id,
                body=body,
                created_at=town.now,
                **columns,
            )
        )


async def test_a_row_that_cannot_be_read_is_set_aside(mill: Town) -> None:
    """Written by another version, it would otherwise stop all sending for good."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    await anna.says("one")
    await ben.says("one")
    await owe(mill, anna, '{"kind":"of another version"}')
    await owe(mill, ben, encode_operation(SendText("to Ben")))
    await mill.settle()
    await anna.says("two")
    assert ben.texts == ["echo one", "to Ben"]
    assert (anna.texts[0], anna.texts[-1]) == ("echo one", "echo two")
    async with mill.store.read() as session:
        dead = (await session.scalars(select(OutboxRow).where(OutboxRow.state == OutboxState.dead))).one()
    assert dead.error == "ValidationError"


async def test_a_delivery_that_cannot_be_recorded_is_not_repeated(
    mill: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It arrived; what should have followed from that failed, and the others' records are kept."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    await anna.says("one")
    await ben.says("one")

    async def stumble(*_: object) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr(delivery, "delivered", stumble)
    await owe(mill, anna, encode_operation(SendText("to Anna")), subject={"kind": "something"})
    await owe(mill, ben, encode_operation(SendText("to Ben")))
    await mill.settle()
    assert (anna.texts[1:], ben.texts[1:]) == (["to Anna"], ["to Ben"])
    async with mill.store.read() as session:
        states = set(await session.scalars(select(OutboxRow.state)))
    assert states == {OutboxState.sent}


async def test_rows_nobody_is_sending_are_taken_up_and_those_in_flight_are_not(mill: Town) -> None:
    """A commit whose answer was lost leaves rows marked as being sent: they are found and sent, and until
    then nothing goes to their chat that was written after them."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    await anna.says("one")
    await ben.says("one")
    await owe(mill, anna, encode_operation(SendText("forgotten")))
    async with mill.store.begin() as session:
        await session.execute(update(OUTBOX).where(OUTBOX.c.state == "waiting").values(state="sending"))
    await mill.settle()
    assert anna.texts == ["echo one"]
    await owe(mill, anna, encode_operation(SendText("written later")))
    await owe(mill, ben, encode_operation(SendText("in flight")))
    assert await mill.app.sender.cycle() == 1
    assert await mill.app.sender.rescue() == 1
    await mill.settle()
    assert anna.texts == ["echo one", "forgotten", "written later"]
    assert ben.texts == ["echo one", "in flight"]


async def test_a_long_outage_of_cut_connections_loses_nothing(mill: Town) -> None:
    """Refusals do not count against a message, and three minutes of silence are waited out."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    refused = mill.world.fault("5xx", method="sendMessage")
    await anna.says("two")
    for _ in range(6):
        await mill.travel(seconds=31)
    mill.world.clear_faults(refused)
    cut = mill.world.fault("drop_before", method="sendMessage")
    for _ in range(5):
        await mill.travel(seconds=31)
    mill.world.clear_faults(cut)
    await mill.travel(seconds=31)
    assert anna.texts == ["echo one", "echo two"]


async def test_an_update_that_cannot_be_stored_is_set_aside(
    mill: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of its batch is handled as ever, and a person can look at it."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    plain = Receiver._row

    def picky(self: Receiver, arrival: Any, *rest: Any) -> dict[str, Any]:
        if "unstorable" in arrival.inbound.what.text:
            raise ValueError("the database does not take this")
        return plain(self, arrival, *rest)

    monkeypatch.setattr(Receiver, "_row", picky)
    mill.world.send(anna.id, text="before")
    mill.world.send(anna.id, text="unstorable")
    mill.world.send(ben.id, text="after")
    await mill.settle()
    assert (anna.texts, ben.texts) == (["echo before"], ["echo after"])
    async with mill.store.read() as session:
        parked = (await session.scalars(select(ParkedUpdate))).one()
    assert (parked.reason, parked.error) == ("undecodable", "ValueError")
    assert "unstorable" in parked.body


async def test_a_chat_with_more_messages_than_the_window_hides_nobody(mill: Town) -> None:
    """Who wrote after six hundred messages of one chat is in the next group that is handled."""
    flood, anna = await mill.customer("Flood"), await mill.customer("Anna")
    for number in range(600):
        mill.world.send(flood.id, text=f"{number}")
    mill.world.send(anna.id, text="hello")
    while await mill.receive():
        pass
    assert await mill.app.worker.once() == 2
    await mill.send()
    assert (flood.texts, anna.texts) == (["echo 0"], ["echo hello"])
    async with mill.store.read() as session:
        assert len((await session.scalars(select(Conversation.id))).all()) == 2
