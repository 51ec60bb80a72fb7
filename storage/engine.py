"""Opening the database: SQLite made safe for concurrent writers, PostgreSQL through asyncpg."""

from __future__ import annotations

import time
from typing import Any

import aiosqlite
import msgspec
from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

from storage.discretion import keep_contents_out_of_errors
from storage.sqlite_thread import OneVisitConnection

BUSY_TIMEOUT_MS = 10_000
RESTED_SECONDS = 1.0


def _to_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


_OPTIONS: dict[str, Any] = {
    "json_serializer": _to_json,
    "json_deserializer": msgspec.json.decode,
    # Errors are written to the journal, where nothing personal belongs.
    "hide_parameters": True,
}

# A worker that is cut off or frozen holds locks: its chats would wait for it, two hours by default.
_GIVE_UP_QUICKLY = {
    "idle_in_transaction_session_timeout": "15s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
}


def normalise_url(url: str) -> URL:
    """The async URL of a database. `sqlite:///…` and `postgresql://…` are what people write.

    Raises ValueError for a database Frontline does not run on.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+aiosqlite")
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+asyncpg")
    raise ValueError(f"storage.url must begin with sqlite:/// or postgresql://, not {backend}")


def open_engine(url: str, *, synchronous: str = "FULL", pool_size: int = 5, schema: str = "") -> AsyncEngine:
    """An engine for `url`. `synchronous` is SQLite's: FULL survives a power cut, NORMAL a crash.

    `schema` is PostgreSQL's: where the tables are, in a database that others use too.
    """
    target = normalise_url(url)
    if target.get_backend_name() != "sqlite":
        wanted = _GIVE_UP_QUICKLY | ({"search_path": schema} if schema else {})
        engine = create_async_engine(
            target,
            pool_size=pool_size,
            max_overflow=5,
            connect_args={"server_settings": wanted},
            **_OPTIONS,
        )
        keep_contents_out_of_errors(engine.sync_engine)
        _ask_the_rested(engine)
        return engine
    engine = _open_sqlite(target)
    _make_sqlite_safe(engine, synchronous)
    return engine


def _ask_the_rested(engine: AsyncEngine) -> None:
    """Before a connection that has rested is used, ask whether it is alive.

    Asking takes three trips to the server: before every transaction it would cost more than most of them.
    """

    @event.listens_for(engine.sync_engine, "connect")
    @event.listens_for(engine.sync_engine, "checkin")
    def _used(connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _ask(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info["used"] > RESTED_SECONDS and not _alive(engine, connection):
            raise InvalidatePoolError("the connection was lost while nobody used it")


def _alive(engine: AsyncEngine, connection: Any) -> bool:
    try:
        return bool(engine.dialect.do_ping(connection))
    except engine.dialect.loaded_dbapi.Error as error:
        if engine.dialect.is_disconnect(error, connection, None):
            return False
        raise


def _open_sqlite(target: URL) -> AsyncEngine:
    async def connect() -> aiosqlite.Connection:
        (path,), options = engine.dialect.create_connect_args(target)
        return await OneVisitConnection(path, **options)

    # Every session ends its transaction itself; a rollback more at each return is a visit for nothing.
    engine = create_async_engine(target, async_creator=connect, pool_reset_on_return=None, **_OPTIONS)
    # SQLite numbers the rows of one INSERT in their order, so many new rows learn their keys from one.
    engine.dialect.insertmanyvalues_implicit_sentinel = InsertmanyvaluesSentinelOpts.AUTOINCREMENT
    return engine


def _make_sqlite_safe(engine: AsyncEngine, synchronous: str) -> None:
    """Take transactions into our own hands: the driver's default loses concurrent updates.

    A writer must hold the lock from its first read on, hence BEGIN IMMEDIATE; a reader asks for
    `execution_options(sqlite_begin="DEFERRED")` and never waits.
    """
    if synchronous not in {"FULL", "NORMAL"}:
        raise ValueError("storage.synchronous must be FULL or NORMAL")

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"synchronous={synchronous}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.connection.driver_connection.begins(f"BEGIN {mode}")
