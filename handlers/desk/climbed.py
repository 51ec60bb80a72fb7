"""On the card: how far a broken promise has climbed, and who sees to it."""

from __future__ import annotations

from sqlalchemy import select

from handlers.naming import staff_name
from handlers.scene import Scene
from storage.case import Case
from storage.promise import Promise, PromiseState
from storage.staff import Staff


async def climbed_lines(scene: Scene, case: Case, language: str) -> list[str]:
    """What the card shows of it; nothing while nothing has climbed."""
    promise = await scene.session.scalar(
        select(Promise)
        .where(Promise.case_id == case.id, Promise.state == PromiseState.broken)
        .order_by(Promise.level.desc(), Promise.id)
        .limit(1)
    )
    if promise is None:
        return []
    lines = [scene.say(language, f"promises.card.level_{promise.level}")] if promise.level else []
    if promise.seen_by is not None:
        staff_id = await scene.session.scalar(select(Staff.id).where(Staff.person_id == promise.seen_by))
        name = await staff_name(scene.session, staff_id)
        lines.append(scene.say(language, "promises.card.seen", name=name))
    return lines
