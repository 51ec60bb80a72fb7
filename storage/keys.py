"""Primary keys taken ahead, so that rows can be referred to before they are written."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model import Model

MOST = 64

_POSTGRES = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :many)")
_SQLITE = text("UPDATE sqlite_sequence SET seq = seq + :many WHERE name = :name RETURNING seq")
_SQLITE_FIRST = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")


class Keys:
    """The keys taken ahead within one transaction: a few at first, more when many are needed.

    A new row that learns its key from the database must be written at once and alone. With a key
    of its own it is written together with all others at the end.
    """

    def __init__(self) -> None:
        self._ready: dict[type[Model], deque[int]] = {}
        self._many: dict[type[Model], int] = {}

    async def take(self, session: AsyncSession, kind: type[Model]) -> int:
        """A key that no other row of this kind has or will get."""
        ready = self._ready.setdefault(kind, deque())
        if not ready:
            many = self._many.get(kind, 1)
            self._many[kind] = min(many * 4, MOST)
            with session.no_autoflush:  # that is what this is for
                ready.extend(await _reserve(session, cast("Table", kind.__table__), many))
        return ready.popleft()


async def _reserve(session: AsyncSession, table: Table, many: int) -> Iterable[int]:
    name = {"name": table.name}
    if session.get_bind().dialect.name != "sqlite":
        return await session.scalars(_POSTGRES, {**name, "many": many})
    last = await session.scalar(_SQLITE, {**name, "many": many})
    if last is None:
        # SQLite begins to count a table's rows with the first one.
        last = (await session.scalar(select(func.max(table.c.id))) or 0) + many
        await session.execute(_SQLITE_FIRST, {**name, "last": last})
    return range(last - many + 1, last + 1)
