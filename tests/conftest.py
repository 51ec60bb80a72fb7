"""What all tests share: a fresh database of either kind, and the town."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from functools import cache

import pytest
from sqlalchemy.pool import QueuePool

from storage.store import Store
from tests.town.clock import StillClock
from tests.town.databases import ENV, PostgresScratch, Scratch, SqliteScratch, postgres_url
from tests.town.house import school
from tests.town.town import Town


@pytest.fixture(scope="session", autouse=True)
def certificates_read_once() -> Iterator[None]:
    """Every client session reads the machine's certificates, which no test needs more than once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session")
def sqlite_scratch(tmp_path_factory: pytest.TempPathFactory) -> SqliteScratch:
    """A SQLite file, migrated once."""
    return SqliteScratch(tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def postgres_scratch() -> Iterator[PostgresScratch]:
    """A PostgreSQL database of our own; skipped, saying so, where no server is."""
    server = postgres_url()
    if server is None:
        pytest.skip(f"no PostgreSQL: set {ENV}, or start one on 127.0.0.1:5432")
    scratch = PostgresScratch(server)
    yield scratch
    scratch.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Scratch:
    """A fresh, migrated database, once of each kind."""
    name = "sqlite_scratch" if request.param == "sqlite" else "postgres_scratch"
    scratch: Scratch = request.getfixturevalue(name)
    scratch.fresh()
    return scratch


@pytest.fixture
def database_url(database: Scratch) -> str:
    """The URL of a fresh, migrated database."""
    return database.url


@pytest.fixture
async def store(database: Scratch) -> AsyncIterator[Store]:
    """A store on a fresh database, which gives all its connections back."""
    opened = Store(database.engine)
    yield opened
    pool = database.engine.pool
    left = pool.checkedout() if isinstance(pool, QueuePool) else 0
    await opened.close()
    assert left == 0, "a connection was not given back"


@pytest.fixture
def clock() -> StillClock:
    """Monday, 10:00 in Shanghai, until it is moved."""
    return StillClock()


@pytest.fixture
async def town(store: Store, clock: StillClock) -> AsyncIterator[Town]:
    """The town, at rest."""
    opened = await Town.open(store, school(), clock)
    yield opened
    await opened.close()
