"""Who is there: members who have not said otherwise, in the hours of their department.

This file knows neither the desk nor its offers: whoever needs to know who is there may ask.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from handlers.calendar import NeverOpen
from handlers.calendar.opening import calendar_of
from handlers.scene import Scene
from storage.staff import DepartmentMember, Staff


async def members_of(scene: Scene, department_id: int) -> list[Staff]:
    """Everybody who belongs to a department and is in service, in the order they joined."""
    rows = await scene.session.scalars(
        select(Staff)
        .join(DepartmentMember, DepartmentMember.staff_id == Staff.id)
        .where(DepartmentMember.department_id == department_id, Staff.left_at.is_(None))
        .order_by(Staff.id)
    )
    return list(rows)


async def on_duty(scene: Scene, department_id: int) -> list[Staff]:
    """The members of a department who are there now; nobody outside its hours.

    Who never said /on or /off is there in opening hours: a small company must not be stranded.
    """
    calendar = await calendar_of(scene, department_id)
    if not calendar.open_at(scene.now):
        return []
    return [one for one in await members_of(scene, department_id) if one.present(scene.now)]


async def opens_at(scene: Scene, department_id: int, now: datetime) -> datetime | None:
    """The next instant at which somebody may be expected; `now` itself if somebody is there.

    None where that cannot be said: it never opens, or it is open and everybody went off without an end.
    Over closed hours a pause without an end is taken to be over with the next opening.
    """
    calendar = await calendar_of(scene, department_id)
    members = await members_of(scene, department_id)
    try:
        opening = calendar.next_opening(now)
        if not members or any(one.present(opening) for one in members):
            return opening
        ends = [one.off_until for one in members if one.off_until is not None]
        if opening > now and len(ends) < len(members):
            return opening
        return calendar.next_opening(min(ends)) if ends else None
    except NeverOpen:
        return None
