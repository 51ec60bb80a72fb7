"""Who leads a department: its head, its deputies, and every manager."""

from __future__ import annotations

from sqlalchemy import select

from handlers.scene import Scene
from handlers.turn import Turn
from storage.staff import Department, DepartmentMember, MembershipRole, Staff

LEADS = (MembershipRole.head, MembershipRole.deputy)


async def leads(turn: Turn, department_id: int) -> bool:
    """Whether the sender leads a department."""
    if turn.staff is None or turn.is_manager:
        return turn.is_manager
    return turn.staff.id in [one.id for one in await leaders(turn, department_id)]


async def leaders(scene: Scene, department_id: int) -> list[Staff]:
    """A department's head and deputies in service, the head first."""
    rows = await scene.session.execute(
        select(Staff, DepartmentMember.role)
        .join(DepartmentMember, DepartmentMember.staff_id == Staff.id)
        .where(
            DepartmentMember.department_id == department_id,
            DepartmentMember.role.in_(LEADS),
            Staff.left_at.is_(None),
        )
        .order_by(Staff.id)
    )
    return [staff for staff, _ in sorted(rows.all(), key=lambda row: LEADS.index(row[1]))]


async def led_departments(turn: Turn) -> list[Department]:
    """The departments of the house that the sender leads."""
    rows = await turn.session.scalars(select(Department).order_by(Department.id))
    known = {plan.key for plan in turn.house.departments}
    return [one for one in rows if one.key in known and await leads(turn, one.id)]
