"""One demo for all tests of this folder that only look at it or talk to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio

from bot.demo import Demo, start


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[Demo]:
    """A running demo whose staff speak English."""
    running = await start(language="en")
    yield running
    await running.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor(demo: Demo) -> AsyncIterator[aiohttp.ClientSession]:
    """A client with the demo's address as its base."""
    async with aiohttp.ClientSession(demo.url) as session:
        yield session
