"""What the tests over real processes share: one nursery, and a place on each kind of database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.live.children import Nursery
from tests.live.place import Place
from tests.live.place import place as at_place


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """The process that all children come from."""
    opened = Nursery(tmp_path_factory.mktemp("children"))
    yield opened
    opened.close()


@pytest.fixture
async def place(nursery: Nursery, tmp_path: Path, database_url: str) -> AsyncIterator[Place]:
    """A sandbox, and settings for it on a fresh database."""
    async with at_place(nursery, tmp_path, database_url) as opened:
        yield opened
