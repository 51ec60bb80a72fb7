"""Changing an entry: one row that wins over the file, and one that says who did it and what it was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from faq import Entry
from handlers.knowledge.entries import Body, body_of, entry_of, fingerprint, row_of, same
from handlers.scene import Scene
from storage.conflicts import insert_new
from storage.knowledge import ChangeKind, HumanAnswer, KnowledgeChange, KnowledgeEntry, KnowledgeState
from storage.person import Person
from storage.question import Question

Edit = Callable[[Entry], Entry]
Settles = Mapping[str, Sequence[int]]
"""Ids by name: `questions` of customers, `answers` of colleagues."""


async def change(
    scene: Scene, by: Person, entry_id: str, kind: ChangeKind, edit: Edit, *, settles: Settles | None = None
) -> KnowledgeChange | None:
    """Edit an entry that is there. None if there is none, or if the edit changes nothing.

    `settles` names what is taken care of by it.
    """
    state = await locked_state(scene.session)
    row = await row_of(scene.session, entry_id)
    before = entry_of(row.body) if row and row.body is not None else scene.house.in_file.get(entry_id)
    if before is None:
        return None
    after = edit(before)
    if same(before, after):
        return None
    return await _write(scene, state, row, by, entry_id, kind, body_of(after), settles)


async def create(
    scene: Scene, by: Person, make: Callable[[str], Entry], *, settles: Settles | None = None
) -> KnowledgeChange:
    """A new entry; `make` is given its id."""
    state = await locked_state(scene.session)
    entry = make(f"chat-{state.version + 1}")
    row = await row_of(scene.session, entry.id)
    return await _write(scene, state, row, by, entry.id, ChangeKind.created, body_of(entry), settles)


async def undo(scene: Scene, by: Person, change_id: int) -> tuple[KnowledgeChange | None, str]:
    """Take a change back. Without one: why not (`gone`, or `newer`: another that stands came after)."""
    state = await locked_state(scene.session)
    done = await scene.session.get(KnowledgeChange, change_id)
    if done is None:
        return None, "gone"
    if done.undoes is None:
        newest = await standing_change(scene.session, done.entry)
        original, settled_at = done, None
    else:
        newest = await last_change(scene.session, done.entry)
        original, settled_at = await scene.session.get_one(KnowledgeChange, done.undoes), scene.now
    if newest is None or newest.id != done.id:
        return None, "newer"
    row = await row_of(scene.session, done.entry)
    undone = await _write(scene, state, row, by, done.entry, ChangeKind.undone, done.before)
    undone.undoes = done.id
    await settle(scene.session, original.settles, settled_at)
    return undone, ""


async def standing_change(session: AsyncSession, entry_id: str) -> KnowledgeChange | None:
    """The newest change of an entry that has not been taken back."""
    rows = await session.execute(
        select(KnowledgeChange.id, KnowledgeChange.undoes)
        .where(KnowledgeChange.entry == entry_id)
        .order_by(KnowledgeChange.id)
    )
    standing: list[int] = []
    taken_back: dict[int, int] = {}
    for change_id, undoes in rows:
        if undoes is None:
            standing.append(change_id)
        elif undoes in taken_back:
            # Taking back an undoing: what it took back stands again.
            standing.append(taken_back[undoes])
        else:
            standing.remove(undoes)
            taken_back[change_id] = undoes
    return await session.get(KnowledgeChange, standing[-1]) if standing else None


async def last_change(session: AsyncSession, entry_id: str) -> KnowledgeChange | None:
    """The newest change of an entry."""
    found: KnowledgeChange | None = await session.scalar(
        select(KnowledgeChange)
        .where(KnowledgeChange.entry == entry_id)
        .order_by(KnowledgeChange.id.desc())
        .limit(1)
    )
    return found


async def locked_state(session: AsyncSession) -> KnowledgeState:
    """The one row that is locked by whoever changes the base, until they are done."""
    await insert_new(session, KnowledgeState, [{"id": 1, "version": 0}])
    return await session.get_one(KnowledgeState, 1, with_for_update=True, populate_existing=True)


async def is_open(session: AsyncSession, settles: Settles) -> bool:
    """Whether any of these still waits to be taken care of. Whoever asks has locked the base first."""
    for row, name in ((Question, "questions"), (HumanAnswer, "answers")):
        ids = settles.get(name)
        if ids and await session.scalar(
            select(row.id).where(row.id.in_(ids), row.settled_at.is_(None)).limit(1)
        ):
            return True
    return False


async def settle(session: AsyncSession, settles: Settles, at: datetime | None) -> None:
    """Mark questions and answers as taken care of, or as open again."""
    for row, name in ((Question, "questions"), (HumanAnswer, "answers")):
        if ids := settles.get(name):
            await session.execute(update(row).where(row.id.in_(ids)).values(settled_at=at))


async def review(
    scene: Scene, by: Person, entry_id: str, kind: ChangeKind, body: Body
) -> KnowledgeChange | None:
    """Decide on what the file says now: `body` is what shall stand beside it (None: the file's word)."""
    state = await locked_state(scene.session)
    row = await row_of(scene.session, entry_id)
    if row is None:
        return None
    row.file_body = body_of(scene.house.in_file.get(entry_id))
    return await _write(scene, state, row, by, entry_id, kind, body)


async def _write(
    scene: Scene,
    state: KnowledgeState,
    row: KnowledgeEntry | None,
    by: Person,
    entry_id: str,
    kind: ChangeKind,
    body: Body,
    settles: Settles | None = None,
) -> KnowledgeChange:
    in_file = body_of(scene.house.in_file.get(entry_id))
    if in_file is not None and fingerprint(body) == fingerprint(in_file):
        # Nothing of our own is left: later changes of the file come through again.
        body = None
    state.version += 1
    if row is None:
        row = KnowledgeEntry(entry=entry_id, body=None, file_body=in_file)
        scene.session.add(row)
    elif row.body is None:
        row.file_body = in_file
    made = KnowledgeChange(
        version=state.version,
        entry=entry_id,
        kind=kind,
        person_id=by.id,
        at=scene.now,
        before=row.body,
        after=body,
        settles=dict(settles or {}),
    )
    scene.session.add(made)
    row.body, row.version, row.changed_at = body, state.version, scene.now
    await settle(scene.session, settles or {}, scene.now)
    await scene.session.flush()
    scene.effects.record(
        "knowledge.changed",
        actor_kind="staff",
        actor_id=by.id,
        entry=entry_id,
        change=made.id,
        kind=kind.value,
    )
    return made
