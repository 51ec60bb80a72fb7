"""Two managers, in two processes, at once."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from handlers.knowledge import changing
from handlers.knowledge.edits import with_wordings
from handlers.knowledge.entries import changed_since, current
from handlers.scene import Scene
from storage.knowledge import ChangeKind, KnowledgeChange
from storage.person import Person
from storage.store import Store
from tests.town.town import Town


async def test_no_change_is_lost_and_versions_appear_in_order(town: Town, database_url: str) -> None:
    """Wordings added at the same time are all kept, each with a version of its own, and none is skipped."""
    await town.manager("Wang")
    other = Store.open(database_url)
    seen: list[int] = []

    async def add(store: Store, number: int) -> None:
        async with store.begin() as session:
            scene = Scene(session, town.now, town.house)
            by = (await session.scalars(select(Person).order_by(Person.id).limit(1))).one()
            await changing.change(
                scene,
                by,
                "hours",
                ChangeKind.wording_added,
                lambda entry: with_wordings(entry, [f"wording number {number}"]),
            )
            await scene.effects.write(session)

    async def follow() -> None:
        while len(seen) < 10:
            async with town.store.read() as session:
                for _, _, version in await changed_since(session, max(seen, default=0)):
                    seen.append(version)
            if len(seen) and seen[-1] == 10:
                return
            await asyncio.sleep(0)

    following = asyncio.create_task(follow())
    await asyncio.gather(*(add((town.store, other)[number % 2], number) for number in range(10)))
    await following
    assert seen == sorted(set(seen))
    async with town.store.read() as session:
        entry = await current(Scene(session, town.now, town.house), "hours")
        versions = list(await session.scalars(select(KnowledgeChange.version).order_by(KnowledgeChange.id)))
    assert entry is not None
    added = {text for _, text in entry.phrasings() if text.startswith("wording number")}
    assert added == {f"wording number {number}" for number in range(10)}
    assert versions == list(range(1, 11))
    await other.close()
