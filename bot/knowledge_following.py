"""Following the base: what was changed in the chat is known in every process within a second or two."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog

from faq import Entry, Matcher
from faq.encoding import EncodingError
from handlers.house import House
from handlers.knowledge.entries import changed_since
from handlers.knowledge.reviewing import ask_about_file
from handlers.scene import Scene
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("knowledge")

LOOK_SECONDS = 1.0
ONE_BY_ONE = 20
"""More changes than this are learnt by building the matcher anew."""


class KnowledgeFollower:
    """Keeps the house's matcher at the newest version of the base."""

    def __init__(self, store: Store, house: House, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._house = house
        self._now = now
        self._version = 0
        self._looking = asyncio.Lock()

    async def look(self) -> int:
        """Learn what has changed since the last look; how many entries that were."""
        async with self._looking:
            async with self._store.read() as session:
                changed = await changed_since(session, self._version)
            if changed:
                await self._learn([(entry_id, entry) for entry_id, entry, _ in changed])
                self._version = max(version for *_, version in changed)
                log.info("knowledge.followed", entries=len(changed), version=self._version)
            return len(changed)

    async def open(self) -> int:
        """Learn everything changed so far, and ask managers about entries whose file has changed."""
        await self.look()
        async with self._store.begin() as session:
            scene = Scene(session, self._now(), self._house)
            asked = await ask_about_file(scene)
            await session.flush()
            await scene.effects.write(session)
        return asked

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("knowledge.database_trouble", problem=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def _learn(self, changed: Sequence[tuple[str, Entry | None]]) -> None:
        house = self._house
        news = {entry_id: entry or house.in_file.get(entry_id) for entry_id, entry in changed}
        if len(news) > ONE_BY_ONE:
            kept = {entry.id: entry for entry in house.faq.entries} | news
            entries = [entry for entry in kept.values() if entry is not None]
            build = partial(Matcher.build, entries, encoder=house.faq.encoder)
            # If the encoder fails now, the changes are learnt one by one, which needs none.
            with suppress(EncodingError):
                house.faq = await asyncio.to_thread(build)
                return
        # Whoever is matching now goes on with the one they have.
        faq = house.faq.copy()
        for entry_id, entry in news.items():
            if entry is None:
                faq.remove(entry_id)
            else:
                faq.add(entry)
        house.faq = faq
