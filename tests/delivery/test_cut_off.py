"""A worker that freezes or is cut off in the middle of its work: its chats do not wait for it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from bot.app import open_account
from bot.gateways.contract import Identity
from storage import engine
from storage.account import Account
from storage.store import Store
from storage.transient import is_transient

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


async def test_the_server_notices_soon(database_url: str) -> None:
    """Within seconds: a connection that answers nothing, and a transaction in which nothing happens."""
    store = Store.open(database_url)
    async with store.read() as session:
        for name, most in (("idle_in_transaction_session_timeout", "15s"), ("tcp_keepalives_idle", "5")):
            assert await session.scalar(text(f"SHOW {name}")) == most
    await store.close()


async def test_a_connection_that_has_rested_is_asked_before_it_is_used(
    database_url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that the server has closed meanwhile is replaced, and nobody notices."""
    monkeypatch.setattr(engine, "RESTED_SECONDS", 0.0)
    rested = Store.open(database_url)
    async with rested.begin() as session:
        server = await session.scalar(text("SELECT pg_backend_pid()"))
    async with store.begin() as session:
        assert await session.scalar(text("SELECT pg_terminate_backend(:server, 10000)"), {"server": server})
    async with rested.begin() as session:
        assert await session.scalar(text("SELECT pg_backend_pid()")) != server
    await rested.close()


async def test_what_a_frozen_worker_has_locked_is_free_again(
    database_url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends its transaction; another worker goes on, and the frozen one learns it as an outage."""
    monkeypatch.setitem(engine._GIVE_UP_QUICKLY, "idle_in_transaction_session_timeout", "200ms")
    account = await open_account(store, Identity("telegram", "1", "town", "Town"))
    frozen = Store.open(database_url)
    problem: Exception | None = None
    try:
        async with frozen.begin() as session:
            await session.execute(select(Account).with_for_update())
            async with store.begin() as other:
                await other.execute(text("SET LOCAL lock_timeout = '20s'"))
                (await other.get_one(Account, account.id, with_for_update=True)).username = "mended"
            await session.execute(select(Account))
    except Exception as error:
        problem = error
    assert problem is not None
    assert is_transient(problem)
    await frozen.close()
    async with store.read() as session:
        assert (await session.get_one(Account, account.id)).username == "mended"
