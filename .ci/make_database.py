"""Make the database that a URL names, if the server does not have it yet."""

from __future__ import annotations

import asyncio
import sys
from urllib.parse import urlsplit, urlunsplit

import asyncpg


async def make(url: str) -> None:
    """Create it by way of the database that every server has."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    server = await asyncpg.connect(urlunsplit(parts._replace(path="/postgres")))
    try:
        if not await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await server.execute(f'CREATE DATABASE "{name}"')
    finally:
        await server.close()


asyncio.run(make(sys.argv[1]))
