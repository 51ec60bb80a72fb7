"""Receiving: stored before it is confirmed, once, in order; what cannot be read is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.gateways.telegram_polling import fetch_batch
from storage.inbox import InboxRow, ParkedUpdate
from tests.town.town import Town


async def _rows(town: Town) -> int:
    async with town.store.read() as session:
        return await session.scalar(select(func.count(InboxRow.id))) or 0


async def test_an_update_delivered_twice_is_handled_once(mill: Town) -> None:
    """A crash between our commit and the confirmation makes Telegram deliver again."""
    anna = await mill.customer("Anna")
    mill.world.send(anna.id, text="one")
    arrivals = await fetch_batch(mill.app.gateway.call, None, 0)
    await mill.app.receiver.accept(arrivals)
    await mill.app.receiver.accept(arrivals)
    await mill.settle()
    assert anna.texts == ["echo one"]
    assert await _rows(mill) == 1


async def test_the_same_id_with_another_content_is_another_update(mill: Town) -> None:
    """Ids may restart after a quiet week; content decides."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    async with mill.store.read() as session:
        used = await session.scalar(select(InboxRow.update_id))
    assert used is not None
    mill.world.next_update_id(used)
    mill._offset = None
    mill.world.send(anna.id, text="two")
    await mill.settle()
    assert anna.texts == ["echo one", "echo two"]


async def test_an_update_nobody_can_read_is_kept_and_polling_goes_on(mill: Town) -> None:
    """One broken update must not stop the ones behind it."""
    boss = await mill.customer("Boss")
    anna = await mill.customer("Anna")
    del boss
    mill.world.send(anna.id, text="before")
    mill.world.garbage({"message": {"message_id": "no number", "chat": 5}})
    mill.world.send(anna.id, text="after")
    await mill.settle()
    assert anna.texts == ["echo before", "echo after"]
    async with mill.store.read() as session:
        parked = (await session.scalars(select(ParkedUpdate))).one()
    assert parked.reason == "undecodable"
    assert "no number" in parked.body
    assert mill.world.pending() == []


async def test_what_could_not_be_stored_is_not_confirmed(mill: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away Telegram keeps the updates; nothing is lost."""
    anna = await mill.customer("Anna")
    mill.world.send(anna.id, text="hello")

    async def away(_arrivals: object) -> None:
        raise ConnectionError("database is away")

    with monkeypatch.context() as broken:
        broken.setattr(mill.app.receiver, "accept", away)
        with pytest.raises(ConnectionError):
            await mill.receive()
    assert len(mill.world.pending()) == 1
    await mill.settle()
    assert anna.texts == ["echo hello"]


async def test_people_who_only_talk_in_a_group_get_no_file(mill: Town) -> None:
    """No personal data is kept of somebody who never wrote to us."""
    from storage.person import Person

    stranger = await mill.customer("Stranger")
    mill.world.group("Somewhere", members=[stranger.id])
    await mill.settle()
    group = next(chat for chat in mill.world.chats() if chat["type"] == "supergroup")
    mill.world.send(stranger.id, group["id"], text="hi all")
    await mill.settle()
    async with mill.store.read() as session:
        assert (await session.scalars(select(Person))).all() == []
