"""One database is enough here: what differs between them is tested elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.store import Store
from tests.town.databases import SqliteScratch


@pytest.fixture
async def one_store(sqlite_scratch: SqliteScratch) -> AsyncIterator[Store]:
    """A store on a fresh SQLite file."""
    sqlite_scratch.fresh()
    store = Store(sqlite_scratch.engine)
    yield store
    await store.close()
