"""Migrations lead from nothing to the models and back."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from storage.account import Conversation
from storage.migrate import config_for, is_current, migrate
from storage.store import Store
from storage.tables import Model


async def test_the_migrated_database_equals_the_models(store: Store) -> None:
    """After the last step nothing is left that autogenerate would change."""

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Model.metadata))

    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_down_and_up_again(store: Store) -> None:
    """Every step can be taken back and made again."""
    async with store.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config_for(sync), "base"))
    async with store.engine.connect() as connection:
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        assert set(left) <= {"alembic_version", "sqlite_sequence"}
    await migrate(store.engine)
    assert await is_current(store.engine)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_step_taken_back_uses_no_key_twice(store: Store) -> None:
    """A table that is rebuilt on the way down goes on counting where it was."""
    async with store.engine.connect() as connection:
        await connection.exec_driver_sql("COMMIT")
        await connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
        await connection.run_sync(lambda sync: command.downgrade(config_for(sync), "0007"))
        made = await connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        counts = {name: "AUTOINCREMENT" in sql for name, sql in made}
        await connection.rollback()
        await connection.invalidate()
    assert counts["relay"]
    assert counts["chat"]


async def test_migrating_twice_changes_nothing(store: Store) -> None:
    """Every start migrates; that must be harmless."""
    await migrate(store.engine)
    assert await is_current(store.engine)


async def test_references_are_checked_after_a_migration(store: Store) -> None:
    """Each start migrates, and its connection goes on being used: it takes no key that leads nowhere."""
    await migrate(store.engine)

    async def dangle() -> None:
        async with store.begin() as session:
            session.add(Conversation(chat_id=4711))

    with pytest.raises(IntegrityError):
        await dangle()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_references_are_checked_after_a_migration_that_failed(store: Store) -> None:
    """Whoever catches the failure and goes on has a database that checks."""
    with pytest.raises(CommandError):
        await migrate(store.engine, "no such revision")
    async with store.begin() as session:
        assert await session.scalar(text("PRAGMA foreign_keys")) == 1
