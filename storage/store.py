"""The one place that opens, commits and rolls back transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from storage.engine import open_engine


class Store:
    """A database and its transactions. `AsyncSession` is the unit of work; nobody else commits."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        # SQLite has one writer. Waiting here costs nothing; waiting in its busy handler costs
        # sleeps of growing length in the driver's thread.
        self._writer = asyncio.Lock() if self.dialect == "sqlite" else nullcontext()

    @classmethod
    def open(cls, url: str, *, synchronous: str = "FULL", pool_size: int = 5, schema: str = "") -> Store:
        """A store on the database at `url`."""
        return cls(open_engine(url, synchronous=synchronous, pool_size=pool_size, schema=schema))

    @property
    def many_workers(self) -> bool:
        """Whether several processes may work on this database at once."""
        return self.dialect != "sqlite"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at the end of the block and rolls back on an error."""
        async with self._writer, self._sessions() as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction for reading only: it never waits for a writer."""
        async with self._sessions() as session, session.begin():
            if self.dialect == "sqlite":
                await session.connection(execution_options={"sqlite_begin": "DEFERRED"})
            yield session

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
