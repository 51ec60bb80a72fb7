"""Bringing a database to the shape this version needs. Every start does it; two at once are safe."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

ADVISORY_LOCK = 7_017_244_501


def config_for(connection: Connection) -> Config:
    """Alembic's configuration for a connection that is already open."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Upgrade (or, for an earlier revision, do nothing but upgrade) to `revision`."""
    async with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
            await _make_schema(connection)
            await _upgrade(connection, revision)
            return
        # A batch rebuilds a table; with foreign keys on, dropping the old one would delete its children.
        await _outside(connection, "PRAGMA foreign_keys=OFF")
        try:
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            await _upgrade(connection, revision)
        finally:
            await connection.rollback()
            # Others use this connection after us; and no lock may keep the references unchecked.
            await connection.execution_options(sqlite_begin="DEFERRED")
            await _outside(connection, "PRAGMA foreign_keys=ON")
            await connection.rollback()


async def _upgrade(connection: AsyncConnection, revision: str) -> None:
    await connection.run_sync(lambda sync: command.upgrade(config_for(sync), revision))
    await connection.commit()


async def _outside(connection: AsyncConnection, pragma: str) -> None:
    """Run a PRAGMA that does nothing within a transaction, and any statement of ours begins one."""
    await connection.exec_driver_sql("COMMIT")
    await connection.exec_driver_sql(pragma)


async def _make_schema(connection: AsyncConnection) -> None:
    """Make the schema that tables are looked for in, if there is none of that name."""
    if await connection.scalar(text("SELECT current_schema()")) is None:
        name = str(await connection.scalar(text("SHOW search_path"))).strip('"')
        quoted = connection.dialect.identifier_preparer.quote(name)
        await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {quoted}"))


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database has the shape this version needs."""

    def check(connection: Connection) -> bool:
        script = ScriptDirectory.from_config(config_for(connection))
        present = MigrationContext.configure(connection).get_current_heads()
        return set(present) == set(script.get_heads())

    async with engine.connect() as connection:
        return await connection.run_sync(check)
