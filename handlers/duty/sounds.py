"""Whether what is said in a group makes a sound: only while somebody whom it concerns is on duty."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.calendar.opening import calendar_of
from handlers.duty.presence import on_duty
from handlers.scene import Scene
from storage.case import Case
from storage.rota import CallOut
from storage.staff import Staff

WATCH = timedelta(hours=8)
"""So long whoever was called for an emergency, and has it, is taken to be there for it."""


async def rings(scene: Scene, case: Case) -> bool:
    """Whether its owner is on duty now; of a case that nobody has, whether anybody is.

    Whoever was called for it by night and has it hears what is said of it too.
    """
    if case.owner_id is None:
        return bool(await on_duty(scene, case.department_id))
    owner = await scene.session.get_one(Staff, case.owner_id)
    calendar = await calendar_of(scene, case.department_id)
    if owner.present(scene.now) and calendar.open_at(scene.now):
        return True
    return bool(scene.house.rules.rota.categories) and await _watched(scene, case)


async def _watched(scene: Scene, case: Case) -> bool:
    taken = select(CallOut.id).where(
        CallOut.case_id == case.id, CallOut.taken_by.is_not(None), CallOut.settled_at > scene.now - WATCH
    )
    return await scene.session.scalar(taken.limit(1)) is not None
