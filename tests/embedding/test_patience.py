"""What the host hands over is not lost because of a crowd, or while the database is away for a moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.embedding import Front
from bot.embedding import front as front_room
from bot.sandbox import Sandbox
from bot.settings import Settings
from storage.store import Store
from tests.embedding.conftest import said
from tests.embedding.test_taking import message


@pytest.fixture
async def started(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Front]:
    """A front line whose waits are short."""
    monkeypatch.setattr(front_room, "FIRST_PAUSE", 0.001)
    front = Front(settings)
    await front.start()
    yield front
    await front.stop()


async def test_a_crowd_is_waited_for(started: Front, sandbox: Sandbox) -> None:
    """An update that comes when too many wait is taken when there is room again."""
    assert started._gatherer is not None
    started._gatherer._most = 0
    anna = sandbox.world.account(name="Anna", language_code="en")
    sandbox.world.send(anna, text="when are you open")
    (update,) = sandbox.world.pending()
    taking = asyncio.create_task(started.take(update))
    for _ in range(5):
        await asyncio.sleep(0)
    assert not taking.done()
    started._gatherer._most = 10
    await taking
    await sandbox.until(lambda: any("nine to six" in one for one in said(sandbox, anna)), timeout=20)


async def test_a_group_is_known_when_the_database_is_back(
    started: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a group is ours is not guessed while nobody can tell."""
    asked: list[int] = []
    read = Store.read

    @asynccontextmanager
    async def away(store: Store) -> AsyncIterator[AsyncSession]:
        asked.append(1)
        if len(asked) < 3:
            raise ConnectionError
        async with read(store) as session:
            yield session

    strange: dict[str, Any] = {"id": -1009, "type": "supergroup", "title": "Friends"}
    assert started._taking is not None
    monkeypatch.setattr(started._taking._store, "read", away.__get__(started._taking._store))
    assert not await started.wants(message(strange))
    assert len(asked) >= 3
