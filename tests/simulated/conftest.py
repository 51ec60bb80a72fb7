"""One database is enough here: what differs between them is tested elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import Store
from tests.simulated.in_place import open_in_place
from tests.town.databases import SqliteScratch


@pytest.fixture
async def one_store(sqlite_scratch: SqliteScratch) -> AsyncIterator[Store]:
    """A store on a fresh SQLite file."""
    sqlite_scratch.fresh()
    store = Store(sqlite_scratch.engine)
    yield store
    await store.close()


@pytest.fixture
async def store_in_place(sqlite_scratch: SqliteScratch, tmp_path: Path) -> AsyncIterator[Store]:
    """The same without a thread: for a play that nobody interrupts."""
    store = open_in_place(sqlite_scratch.copy_to(tmp_path / "play.db"))
    yield store
    await store.close()
