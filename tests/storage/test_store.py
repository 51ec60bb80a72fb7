"""Transactions: nothing is lost between two writers, naive times are refused."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import StatementError

from storage.account import Account
from storage.engine import normalise_url
from storage.person import Person
from storage.store import Store


async def _account(store: Store) -> int:
    async with store.begin() as session:
        account = Account(channel="telegram", external_id="1", username="0", profile={})
        session.add(account)
        await session.flush()
        return account.id


async def test_concurrent_changes_of_one_row_all_count(store: Store) -> None:
    """Ten read-modify-writes at once end at ten, which SQLite's default transactions do not give."""
    account_id = await _account(store)

    async def increase() -> None:
        async with store.begin() as session:
            account = await session.get_one(Account, account_id, with_for_update=True)
            await asyncio.sleep(0)
            account.username = str(int(account.username) + 1)

    await asyncio.gather(*(increase() for _ in range(10)))
    async with store.read() as session:
        assert (await session.get_one(Account, account_id)).username == "10"


async def test_two_engines_on_one_file_do_not_lose_changes(store: Store, database_url: str) -> None:
    """The same holds between processes, which share no lock of ours."""
    account_id = await _account(store)
    other = Store.open(database_url)

    async def increase(which: Store) -> None:
        async with which.begin() as session:
            account = await session.get_one(Account, account_id, with_for_update=True)
            account.username = str(int(account.username) + 1)

    await asyncio.gather(*(increase(which) for which in (store, other) * 5))
    await other.close()
    async with store.read() as session:
        assert (await session.get_one(Account, account_id)).username == "10"


async def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    """An error in the block takes everything back."""

    async def stumble() -> None:
        async with store.begin() as session:
            session.add(Account(channel="telegram", external_id="2", profile={}))
            await session.flush()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        await stumble()
    async with store.read() as session:
        assert (await session.scalars(select(Account))).all() == []


async def test_who_is_cut_off_in_the_first_statement_leaves_nothing(store: Store) -> None:
    """Wherever it is cut off: a transaction that begins with its first statement has begun by then."""

    async def write(number: int) -> None:
        async with store.begin() as session:
            await session.execute(
                insert(Account).values(channel="telegram", external_id=str(number), username="", profile={})
            )
            await asyncio.Event().wait()

    for turns in range(12):
        writing = asyncio.create_task(write(turns))
        for _ in range(turns):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait({writing})
    async with store.read() as session:
        assert (await session.scalars(select(Account))).all() == []
    await _account(store)  # and the next transaction is one like any other


async def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    """Reading goes on while a transaction is open."""
    account_id = await _account(store)
    async with store.begin() as session:
        (await session.get_one(Account, account_id)).username = "new"
        await session.flush()
        async with store.read() as reader:
            assert (await reader.get_one(Account, account_id)).username == "0"


async def test_instants_come_back_aware_and_naive_ones_are_refused(store: Store) -> None:
    """A time without a zone is nobody's time."""
    at = datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
    async with store.begin() as session:
        session.add(Person(name="A", created_at=at))
    async with store.read() as session:
        person = (await session.scalars(select(Person))).one()
        assert person.created_at == at
        assert person.created_at.tzinfo is UTC

    async def naive() -> None:
        async with store.begin() as session:
            session.add(Person(name="B", created_at=at.replace(tzinfo=None)))

    with pytest.raises(StatementError, match="time zone"):
        await naive()


async def test_sqlite_is_durable_and_checks_references(store: Store) -> None:
    """WAL, FULL and foreign keys are on, on every connection."""
    if store.dialect != "sqlite":
        return
    async with store.read() as session:
        names = ("journal_mode", "synchronous", "foreign_keys")
        values = [(await session.execute(text(f"PRAGMA {name}"))).scalar() for name in names]
    assert values == ["wal", 2, 1]


def test_urls_people_write_become_async_drivers() -> None:
    """`sqlite:///…` and `postgresql://…` are enough; anything else is refused by name."""
    assert normalise_url("sqlite:///x.db").drivername == "sqlite+aiosqlite"
    assert normalise_url("postgresql://u@h/d").drivername == "postgresql+asyncpg"
    assert normalise_url("postgres://u@h/d").drivername == "postgresql+asyncpg"
    with pytest.raises(ValueError, match="mysql"):
        normalise_url("mysql://u@h/d")
