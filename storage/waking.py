"""Waking the other processes on a database: NOTIFY, on a connection of its own outside the pool."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import pool
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CHANNEL = "frontline"
ANSWER_SECONDS = 5.0
"""A line that is silent for longer is broken, even if nobody has said so."""


class Line:
    """A connection to PostgreSQL that hears what other processes tell, and tells them."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def tell(self, names: Collection[str]) -> None:
        """Let every other process hear these names. Raises what the database raises, and TimeoutError."""
        async with asyncio.timeout(ANSWER_SECONDS):
            for name in sorted(names):
                await self._connection.execute("SELECT pg_notify($1, $2)", CHANNEL, name)

    async def check(self) -> None:
        """Raises if the line is broken: one that nobody speaks on does not notice by itself."""
        async with asyncio.timeout(ANSWER_SECONDS):
            await self._connection.execute("SELECT 1")


@asynccontextmanager
async def wake_line(
    engine: AsyncEngine, heard: Callable[[str], None], broken: Callable[[], None]
) -> AsyncIterator[Line]:
    """An open line on the engine's database. `heard` is called with what others tell, never with our own."""
    own = create_async_engine(engine.url, poolclass=pool.NullPool, connect_args={"timeout": ANSWER_SECONDS})
    try:
        async with own.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            mine = driver.get_server_pid()

            def hear(_connection: Any, pid: int, _channel: str, name: str) -> None:
                if pid != mine:
                    heard(name)

            driver.add_termination_listener(lambda _connection: broken())
            await driver.add_listener(CHANNEL, hear)
            try:
                yield Line(driver)
            finally:
                driver.terminate()
                await connection.invalidate()
    finally:
        await own.dispose()
