"""What roles and departments are called when staff are spoken of."""

from __future__ import annotations

from sqlalchemy import select

from handlers.naming import department_name
from handlers.scene import Scene
from storage.staff import Department, DepartmentMember, StaffRole


def role_name(scene: Scene, role: StaffRole, language: str) -> str:
    """A role in a language."""
    return scene.say(language, f"staff.role.{role.value}")


def of_department(scene: Scene, department: Department | None, language: str) -> str:
    """ " (Consulting)", or nothing."""
    if department is None:
        return ""
    return scene.say(language, "staff.invite.of", department=department_name(department, language))


async def departments(scene: Scene) -> list[Department]:
    """All departments of the house, in their order."""
    rows = await scene.session.scalars(select(Department).order_by(Department.id))
    known = {plan.key for plan in scene.house.departments}
    return [row for row in rows if row.key in known]


async def departments_of(scene: Scene, staff_id: int) -> list[Department]:
    """The departments a member of staff belongs to."""
    rows = await scene.session.scalars(
        select(Department)
        .join(DepartmentMember, DepartmentMember.department_id == Department.id)
        .where(DepartmentMember.staff_id == staff_id)
        .order_by(Department.id)
    )
    return list(rows)


async def listed(scene: Scene, language: str) -> str:
    """The departments as they are typed and as they are called."""
    rows = await departments(scene)
    return ", ".join(f"{row.key} ({department_name(row, language)})" for row in rows)
