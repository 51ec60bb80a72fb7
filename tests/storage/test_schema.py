"""A schema of its own, in a PostgreSQL database that others use too."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.migrate import is_current, migrate
from storage.store import Store
from tests.town.databases import postgres_url

SCHEMA = "frontline_of_its_own"


async def test_its_tables_are_apart() -> None:
    """The schema is made at the first start; nothing lands in anybody else's."""
    url = postgres_url()
    if url is None:
        pytest.skip("no PostgreSQL: set FRONTLINE_TEST_POSTGRES_URL")
    store = Store.open(url, schema=SCHEMA)
    try:
        await migrate(store.engine)
        await migrate(store.engine)
        assert await is_current(store.engine)
        async with store.read() as session:
            found = await session.scalars(
                text("SELECT table_name FROM information_schema.tables WHERE table_schema = :schema"),
                {"schema": SCHEMA},
            )
            assert {"inbox", "outbox", "alembic_version"} <= set(found)
    finally:
        async with store.begin() as session:
            await session.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        await store.close()
