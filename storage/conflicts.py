"""Inserting rows that may be there already, the same on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, case, text
from sqlalchemy.dialects.postgresql import insert as insert_pg
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model import Model
from storage.outbox import OUTBOX


async def insert_new(
    session: AsyncSession, what: type[Model] | Table, rows: Sequence[dict[str, Any]]
) -> None:
    """Insert rows; one that breaks a unique rule is there already and left as it is."""
    if not rows:
        return
    table = what if isinstance(what, Table) else cast("Table", what.__table__)
    await session.execute(_insert_new(table, session.get_bind().dialect.name), list(rows))


@cache
def _insert_new(table: Table, dialect: str) -> Executable:
    into = insert_sqlite if dialect == "sqlite" else insert_pg
    return into(table).on_conflict_do_nothing()


async def insert_owed(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the outbox; what waits under the same key of coalescing is given the newer content.

    The row that waits is locked by that: nobody sends it before our change can be seen, which it may show.
    """
    await session.execute(_insert_owed(session.get_bind().dialect.name), list(rows))


@cache
def _insert_owed(dialect: str) -> Executable:
    into = insert_sqlite(OUTBOX) if dialect == "sqlite" else insert_pg(OUTBOX)
    return into.on_conflict_do_update(
        index_elements=[OUTBOX.c.coalesce_key],
        index_where=text("state = 'waiting' AND coalesce_key IS NOT NULL"),
        # What has become more urgent goes as early as that.
        set_={
            "body": into.excluded.body,
            "priority": case(
                (into.excluded.priority < OUTBOX.c.priority, into.excluded.priority),
                else_=OUTBOX.c.priority,
            ),
        },
    )


async def insert_first(session: AsyncSession, what: type[Model], row: dict[str, Any]) -> bool:
    """Insert a row if it is the first of its kind; whether it was."""
    into = insert_sqlite if session.get_bind().dialect.name == "sqlite" else insert_pg
    key = next(iter(what.__mapper__.primary_key))
    found = await session.execute(into(what).values(**row).on_conflict_do_nothing().returning(key))
    return found.first() is not None
