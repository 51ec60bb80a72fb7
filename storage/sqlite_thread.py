"""SQLite in a thread of its own, visited once for each statement and no oftener."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiosqlite


class OneVisitConnection(aiosqlite.Connection):
    """A connection whose cursors make one visit to the thread where aiosqlite's make four.

    A visit costs more than most of our statements: two wake-ups and two changes of who holds the interpreter.
    """

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(path, **options), iter_chunk_size=64)
        # A process that ends does not wait for a thread that waits for it.
        self._thread.daemon = True
        self._begin = ""

    def begins(self, begin: str) -> None:
        """A transaction begins: `begin` is said in the same visit as its first statement."""
        self._begin = begin

    def cursor(self) -> Any:
        """A cursor of ours; it takes up the thread's time only when it has something to do."""
        return OneVisitCursor(self)

    async def visit(self, work: Callable[..., None], *arguments: Any) -> None:
        """Have something done in the thread."""
        execute: Callable[..., Awaitable[None]] = self._execute
        # Taken here, not in the thread: who gives up meanwhile must roll back what will have begun.
        begin, self._begin = self._begin, ""
        await execute(self._begun, begin, work, *arguments)

    def _begun(self, begin: str, work: Callable[..., None], *arguments: Any) -> None:
        if begin:
            self._conn.execute(begin)
        work(*arguments)

    async def commit(self) -> None:
        """Commit; a transaction without a statement has never begun."""
        if self._begin:
            self._begin = ""
        else:
            await super().commit()

    async def rollback(self) -> None:
        """Roll back; a transaction without a statement has never begun."""
        if self._begin:
            self._begin = ""
        else:
            await super().rollback()


class OneVisitCursor:
    """Runs a statement and brings its rows back with it."""

    def __init__(self, connection: OneVisitConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> OneVisitCursor:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> OneVisitCursor:
        """Run one statement."""
        await self._connection.visit(self._run, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> OneVisitCursor:
        """Run one statement with each of several sets of parameters."""
        await self._connection.visit(self._run_many, statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """The rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open: the rows came with the statement."""

    def _run(self, statement: str, parameters: Sequence[Any]) -> None:
        cursor = self._connection._conn.execute(statement, parameters)
        self._rows = cursor.fetchall() if cursor.description else []
        self._keep(cursor)

    def _run_many(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        self._keep(self._connection._conn.executemany(statement, parameters))

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.rowcount, self.lastrowid = (
            cursor.description,
            cursor.rowcount,
            cursor.lastrowid,
        )
        cursor.close()
