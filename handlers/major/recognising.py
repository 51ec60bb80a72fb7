"""Recognising major matters: by the words of a case, and by how many customers have the same trouble."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers.contingency.starting import start_for
from handlers.major.telling import WORDS_LENGTH, tell
from handlers.naming import shortened, without_numbers
from handlers.scene import Scene
from handlers.understanding.mentions import mentions
from storage.case import Case, CaseKind
from storage.major import MajorMatter

_TROUBLES = (CaseKind.complaint, CaseKind.service_request)


async def look(scene: Scene, case: Case, words: str) -> None:
    """Look at what a customer says in a case; each kind is noticed once for a case."""
    kinds = mentions(words, scene.house.rules.major.words)
    if not kinds:
        return
    known = await scene.session.scalars(select(MajorMatter.kind).where(MajorMatter.case_id == case.id))
    noticed = set(known)
    if new := [kind for kind in kinds if kind not in noticed]:
        await _found(scene, case, new, words=words)


async def look_at_rate(scene: Scene, case: Case) -> None:
    """Look whether many customers have complained of the same category within a short time."""
    rules = scene.house.rules.major
    if case.kind not in _TROUBLES or not case.category:
        return
    since = scene.now - rules.within
    people = await scene.session.scalar(
        select(func.count(func.distinct(Case.person_id))).where(
            Case.category == case.category, Case.kind.in_(_TROUBLES), Case.created_at > since
        )
    )
    known = await scene.session.scalar(
        select(MajorMatter.id)
        .where(
            MajorMatter.kind == "many",
            MajorMatter.category == case.category,
            MajorMatter.found_at > scene.now - rules.quiet_for,
        )
        .limit(1)
    )
    if (people or 0) >= rules.many and known is None:
        await _found(scene, case, ["many"], count=people or 0)


async def _found(scene: Scene, case: Case, kinds: list[str], *, count: int = 1, words: str = "") -> None:
    # What a case began with is told anyhow.
    added = "" if words in case.summary else shortened(without_numbers(words), WORDS_LENGTH)
    matters = [
        MajorMatter(
            kind=kind,
            case_id=case.id,
            category=case.category,
            words=added,
            found_at=scene.now,
            next_at=scene.now,
            told=0,
        )
        for kind in kinds
    ]
    scene.session.add_all(matters)
    await scene.session.flush()
    for kind in kinds:
        scene.effects.record("major.found", actor_kind="bot", case_id=case.id, kind=kind, customers=count)
    await tell(scene, matters, case)
    for matter in matters:
        await start_for(scene, matter, case)
