"""The entries as they stand: rows changed in the chat over what the file says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from faq import Entry
from faq.storing import entry_from_json, entry_to_json
from handlers.scene import Scene
from storage.knowledge import KnowledgeEntry

Body = dict[str, Any] | None


def body_of(entry: Entry | None) -> Body:
    """An entry as a row keeps it."""
    if entry is None:
        return None
    plain: dict[str, Any] = json.loads(json.dumps(entry_to_json(entry)))
    return plain


def entry_of(body: Mapping[str, Any] | None) -> Entry | None:
    """The entry of a row's body."""
    return entry_from_json(body) if body is not None else None


def fingerprint(body: Mapping[str, Any] | None) -> str:
    """A short sign of what an entry says; that of no entry is empty."""
    if body is None:
        return ""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def same(one: Entry | None, other: Entry | None) -> bool:
    """Whether two entries say the same."""
    return fingerprint(body_of(one)) == fingerprint(body_of(other))


async def row_of(session: AsyncSession, entry_id: str) -> KnowledgeEntry | None:
    """The row of an entry that was changed in the chat."""
    found: KnowledgeEntry | None = await session.scalar(
        select(KnowledgeEntry).where(KnowledgeEntry.entry == entry_id)
    )
    return found


async def current(scene: Scene, entry_id: str) -> Entry | None:
    """An entry as it stands now, hidden ones too."""
    row = await row_of(scene.session, entry_id)
    if row is not None and row.body is not None:
        return entry_of(row.body)
    return scene.house.in_file.get(entry_id)


async def all_entries(scene: Scene) -> dict[str, Entry]:
    """Every entry as it stands now, the file's first, in its order."""
    entries = dict(scene.house.in_file)
    rows = await scene.session.scalars(select(KnowledgeEntry).order_by(KnowledgeEntry.id))
    for row in rows:
        if (ours := entry_of(row.body)) is not None:
            entries[row.entry] = ours
    return entries


async def newest_version(session: AsyncSession) -> int:
    """The version of the last change; 0 before the first."""
    return await session.scalar(select(func.max(KnowledgeEntry.version))) or 0


async def changed_since(session: AsyncSession, version: int) -> list[tuple[str, Entry | None, int]]:
    """Entries changed after a version: id, what the chat says (None: the file's word stands), and version."""
    rows = await session.scalars(
        select(KnowledgeEntry).where(KnowledgeEntry.version > version).order_by(KnowledgeEntry.version)
    )
    return [(row.entry, entry_of(row.body), row.version) for row in rows]
