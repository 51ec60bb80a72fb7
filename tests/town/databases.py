"""Fresh databases for tests: a copied SQLite file, or an emptied PostgreSQL database."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from pathlib import Path

from sqlalchemy import text

from storage.engine import normalise_url, open_engine
from storage.migrate import migrate
from storage.tables import Model

ENV = "FRONTLINE_TEST_POSTGRES_URL"
DEFAULT = "postgresql://postgres@127.0.0.1:5432/postgres"


def postgres_url() -> str | None:
    """The server to test with: the one named in the environment, or one that answers on this machine."""
    if url := os.environ.get(ENV):
        return url
    try:
        with socket.create_connection(("127.0.0.1", 5432), timeout=0.5):
            return DEFAULT
    except OSError:
        return None


async def _admin(url: str, *statements: str) -> None:
    engine = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


class SqliteScratch:
    """One file for all tests, laid anew from a migrated one before each.

    The engine is kept: what it knows of our statements is worth more than a fresh object.
    """

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        self._file = folder / "town.db"
        self.url = f"sqlite:///{self._file}"
        asyncio.run(_migrate(f"sqlite:///{self._template}", checkpoint=True))
        self.engine = open_engine(self.url)

    def fresh(self) -> None:
        """Lay the file anew."""
        for suffix in ("-wal", "-shm", ".lock"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)

    def copy_to(self, path: Path) -> Path:
        """Lay another one elsewhere, for whoever opens it in a way of their own."""
        return Path(shutil.copyfile(self._template, path))

    def drop(self) -> None:
        """The folder goes by itself."""


class PostgresScratch:
    """A database of our own on a server, emptied before each test and dropped at the end."""

    def __init__(self, server: str) -> None:
        self._server = server
        self.name = f"frontline_test_{os.getpid()}"
        self.url = normalise_url(server).set(database=self.name).render_as_string(hide_password=False)
        asyncio.run(_admin(server, f"DROP DATABASE IF EXISTS {self.name}", f"CREATE DATABASE {self.name}"))
        asyncio.run(_migrate(self.url))
        self.engine = open_engine(self.url)
        # Emptying small tables is quicker than truncating them, which makes new files for each.
        self._empty = "SET session_replication_role = replica;" + "".join(
            f'DELETE FROM "{table}";' for table in Model.metadata.tables
        )

    def fresh(self) -> None:
        """Empty every table."""
        asyncio.run(self._fresh())

    async def _fresh(self) -> None:
        async with self.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            if raw.driver_connection is None:
                raise RuntimeError("no connection to PostgreSQL")
            await raw.driver_connection.execute(self._empty)
        await self.engine.dispose()

    def drop(self) -> None:
        """Remove it from the server."""
        asyncio.run(_admin(self._server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)"))


Scratch = SqliteScratch | PostgresScratch


async def _migrate(url: str, *, checkpoint: bool = False) -> None:
    engine = open_engine(url)
    await migrate(engine)
    if checkpoint:
        async with engine.connect() as connection:
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            await connection.exec_driver_sql("BEGIN")
    await engine.dispose()
