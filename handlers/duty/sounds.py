"""Whether what is said in a group makes a sound: only while somebody whom it concerns is on duty."""

from __future__ import annotations

from handlers.calendar.opening import calendar_of
from handlers.duty.presence import on_duty
from handlers.scene import Scene
from storage.case import Case
from storage.staff import Staff


async def rings(scene: Scene, case: Case) -> bool:
    """Whether its owner is on duty now; of a case that nobody has, whether anybody is."""
    if case.owner_id is None:
        return bool(await on_duty(scene, case.department_id))
    owner = await scene.session.get_one(Staff, case.owner_id)
    calendar = await calendar_of(scene, case.department_id)
    return owner.present(scene.now) and calendar.open_at(scene.now)
