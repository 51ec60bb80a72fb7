"""Who supervises a department: its head and deputies."""

from __future__ import annotations

from sqlalchemy import select

from handlers.scene import Scene
from storage.person import Person
from storage.staff import DepartmentMember, MembershipRole, Staff, StaffRole


async def heads_of(scene: Scene, department_id: int) -> list[tuple[int, Person]]:
    """The heads and deputies who can be reached in private: conversation and person.

    Managers hear of everything anyhow: who is both is told once, as a manager.
    """
    rows = await scene.session.execute(
        select(Staff.conversation_id, Person)
        .join(Person, Person.id == Staff.person_id)
        .join(DepartmentMember, DepartmentMember.staff_id == Staff.id)
        .where(
            DepartmentMember.department_id == department_id,
            DepartmentMember.role.in_((MembershipRole.head, MembershipRole.deputy)),
            Staff.left_at.is_(None),
            Staff.conversation_id.is_not(None),
            Staff.role != StaffRole.manager,
        )
        .order_by(Staff.id)
    )
    return [(conversation_id, person) for conversation_id, person in rows if conversation_id]


async def leading(scene: Scene, department_id: int) -> list[tuple[int, Person]]:
    """Whoever stands above a department's agents: those of `heads_of`, or the managers where nobody leads."""
    return await heads_of(scene, department_id) or await scene.managers()
