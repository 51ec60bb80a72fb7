"""How many statements work takes: a group's, and not each message's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, func, select

from bot.receive import open_conversations
from storage.account import Chat
from storage.inbound import ChatRef
from storage.outbox import OutboxRow
from storage.question import Question
from storage.store import Store
from tests.town.town import Town

CHATS = 20
MOST = 19
"""Claiming, loading and taking keys; then one for each table that is written, and no more for more chats."""


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(store.engine.sync_engine, "before_cursor_execute", note)


async def test_a_statement_is_the_same_for_a_few_and_for_many(town: Town) -> None:
    """One that was written out anew for every length of a list would be prepared and planned anew, too."""
    customers = [await town.customer(f"Customer {number}") for number in range(5)]
    seen: list[set[str]] = []
    for many in (5, 5, 3):
        for customer in customers[:many]:
            town.world.send(customer.id, text="hello")
        with counted(town.store) as statements:
            await town.settle()
        seen.append({one for one in statements if "inbox" in one or "outbox" in one})
    assert seen[2] <= seen[0] | seen[1]
    assert any("json_each" in one or "ANY" in one for one in seen[2])


async def test_answers_from_the_base_cost_few_statements_for_a_whole_group(town: Town) -> None:
    """Twenty customers ask at once and are answered with hardly more statements than one would take."""
    customers = [await town.customer(f"Customer {number}") for number in range(CHATS)]
    for customer in customers:
        town.world.send(customer.id, text="hello")
    await town.settle()
    for customer in customers:
        town.world.send(customer.id, text="How much is a trial lesson?")
    await town.receive()
    with counted(town.store) as statements:
        assert await town.app.worker.once() == CHATS
    assert len(statements) <= MOST, "\n".join(statements)
    async with town.store.read() as session:
        assert await session.scalar(select(func.count()).select_from(Question)) == CHATS
        assert await session.scalar(select(func.count()).select_from(OutboxRow)) >= 2 * CHATS
    await town.settle()
    assert all("trial" in customer.texts[-1].lower() for customer in customers)


async def test_known_chats_are_found_in_one_statement_and_changed_ones_written(town: Town) -> None:
    """After a start no chat is in memory, and nearly all are in the rows as the channel tells of them."""
    account = town.app.account.id

    async def opened(group: ChatRef, *threads: str) -> dict[tuple[str, str], int]:
        async with town.store.begin() as session:
            return await open_conversations(
                session, account, {(ref.id, thread): ref for ref in (group, anna) for thread in threads}
            )

    anna, sales = ChatRef("1"), ChatRef("-5", "group", "Sales", forum=True)
    first = await opened(sales, "", "7")
    with counted(town.store) as statements:
        assert await opened(sales, "", "7") == first
    assert len(statements) == 1, "\n".join(statements)
    later = await opened(ChatRef("-5", "group", "Sales and service"), "", "7", "8")
    assert {place: later[place] for place in first} == first
    assert len(set(later.values())) == 6
    async with town.store.read() as session:
        chat = (await session.scalars(select(Chat).where(Chat.external_id == "-5"))).one()
    assert (chat.title, chat.forum) == ("Sales and service", False)
