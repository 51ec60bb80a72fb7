"""Sending: retried, in order, at the channel's pace; what cannot arrive is known to somebody."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.bell import Bell
from storage.account import Chat
from storage.outbound import AnswerPress, SendText
from storage.outbox import OutboxRow, OutboxState
from tests.town.town import Town


async def _states(town: Town) -> dict[str, int]:
    async with town.store.read() as session:
        rows = await session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
        return {state.value: count for state, count in rows}


async def test_retry_after_holds_one_chat_and_no_other(mill: Town) -> None:
    """An hour's silence asked for in one chat is kept there, in order, and the others are served."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    mill.world.fault("429", method="sendMessage", chat=anna.id, retry_after=3600, times=1)
    await anna.says("one")
    await anna.says("two")
    await ben.says("hello")
    assert (anna.texts, ben.texts) == ([], ["echo hello"])
    await mill.travel(minutes=30)
    assert anna.texts == []
    await mill.travel(minutes=31)
    assert anna.texts == ["echo one", "echo two"]


async def test_an_outage_is_waited_out(mill: Town) -> None:
    """502 with a page of HTML: nothing is lost, order is kept."""
    anna = await mill.customer("Anna")
    mill.world.fault("5xx", method="sendMessage", times=4)
    await anna.says("one")
    await anna.says("two")
    for _ in range(8):
        await mill.travel(seconds=40)
    assert anna.texts == ["echo one", "echo two"]


async def test_an_answer_that_was_lost_on_the_way_back_may_repeat_once(mill: Town) -> None:
    """Nobody knows whether it arrived; to say it twice is better than not at all."""
    anna = await mill.customer("Anna")
    mill.world.fault("drop_after", method="sendMessage", times=1)
    await anna.says("one")
    await mill.travel(seconds=10)
    assert anna.texts == ["echo one", "echo one"]


async def test_who_blocks_us_is_not_written_to_again_until_they_return(mill: Town) -> None:
    """The chat is marked; a new message of theirs lifts the mark."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    mill.world.block(anna.id)
    await mill.settle()
    async with mill.store.begin() as session:
        chat = (await session.scalars(select(Chat).where(Chat.external_id == str(anna.id)))).one()
        await _owe(session, mill, chat.id, "while blocked")
    await mill.settle()
    states = await _states(mill)
    assert states.get("dead") == 1
    async with mill.store.read() as session:
        chat = (await session.scalars(select(Chat).where(Chat.external_id == str(anna.id)))).one()
        assert chat.unreachable == "blocked"


async def test_what_is_too_late_is_not_said(mill: Town) -> None:
    """A row with an end is dropped after it."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    async with mill.store.begin() as session:
        chat = (await session.scalars(select(Chat).where(Chat.external_id == str(anna.id)))).one()
        await _owe(session, mill, chat.id, "late", expires_at=mill.now - timedelta(seconds=1))
    await mill.settle()
    assert anna.texts == ["echo one"]
    assert (await _states(mill))["expired"] == 1


async def test_rows_of_a_dead_process_are_taken_up(mill: Town) -> None:
    """What was being sent when the process died waits again after the start."""
    anna = await mill.customer("Anna")
    await anna.says("one")
    async with mill.store.begin() as session:
        chat = (await session.scalars(select(Chat).where(Chat.external_id == str(anna.id)))).one()
        row = OutboxRow(
            account_id=mill.app.account.id,
            chat_id=chat.id,
            priority=1,
            body='{"kind":"text","text":"rescued"}',
            state=OutboxState.sending,
            created_at=mill.now,
        )
        session.add(row)
    await mill.settle()
    assert anna.texts == ["echo one"]
    assert await mill.app.sender.rescue() == 1
    await mill.settle()
    assert anna.texts == ["echo one", "rescued"]


async def test_at_a_stop_what_is_back_is_written_down_before_what_is_not_is_waited_for(
    mill: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever cuts the wait short because of one chat loses no record of another."""
    monkeypatch.setattr("bot.send.FLUSH_SECONDS", 3600)
    stuck, ben = await mill.customer("Stuck"), await mill.customer("Ben")
    mill.world.fault("timeout_before", method="sendMessage", chat=stuck.id, times=1, seconds=3600)
    for customer in (stuck, ben):
        mill.world.send(customer.id, text="hello")
    await mill.receive()
    await mill.app.worker.once()
    assert await mill.app.sender.cycle() == 2
    await mill.app.sender.back()
    flushing = asyncio.create_task(mill.app.sender.flush())
    async with asyncio.timeout(30):
        while await _states(mill) != {"sent": 1, "sending": 1}:  # noqa: ASYNC110
            await asyncio.sleep(0)
    flushing.cancel()
    await asyncio.gather(flushing, return_exceptions=True)
    assert ben.texts == ["echo hello"]
    assert await mill.app.sender.rescue() == 1
    await mill.settle()
    assert stuck.texts == ["echo hello"]


async def test_who_is_not_sure_of_the_duty_says_nothing(mill: Town) -> None:
    """Until it is ours beyond doubt another process may be sending."""
    anna, bell, stop = await mill.customer("Anna"), Bell(), asyncio.Event()
    mill.world.send(anna.id, text="hello")
    await mill.receive()
    await mill.app.worker.once()
    asked: list[bool] = []
    ours = asyncio.Event()
    mill.app.sender.dispatcher.may = lambda: asked.append(True) or ours.is_set()  # type: ignore[func-returns-value]
    sending = asyncio.create_task(mill.app.sender.run(bell, stop))
    async with asyncio.timeout(30):
        while len(asked) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert anna.texts == []
        ours.set()
        await mill.sandbox.until(lambda: anna.texts == ["echo hello"], timeout=20)
        stop.set()
        bell.ring()
        await sending


async def test_an_answer_to_an_old_press_is_let_go(mill: Town) -> None:
    """It is worth nothing after its time, and no alarm."""
    async with mill.store.begin() as session:
        from handlers.effects import Effects

        effects = Effects(mill.now)
        effects.owe(AnswerPress("12345", "late"), account_id=mill.app.account.id)
        await effects.write(session)
    await mill.settle()
    assert await _states(mill) == {"dead": 1}


async def test_a_group_that_moved_is_followed(mill: Town) -> None:
    """What is owed to the old id goes to the new one."""
    owner = await mill.customer("Owner")
    group = mill.world.group("Agents", forum=False, members=[owner.id], kind="group")
    await mill.settle()
    async with mill.store.begin() as session:
        chat = (await session.scalars(select(Chat).where(Chat.external_id == str(group)))).one()
        await _owe(session, mill, chat.id, "hello group")
    moved = mill.world.migrate(group)
    await mill.settle()
    assert "hello group" in [message.get("text") for message in mill.world.messages(moved)]


async def _owe(session: object, town: Town, chat_id: int, text: str, **options: object) -> None:
    from handlers.effects import Effects

    effects = Effects(town.now)
    effects.owe(SendText(text), account_id=town.app.account.id, chat_id=chat_id, **options)  # type: ignore[arg-type]
    await effects.write(session)  # type: ignore[arg-type]
