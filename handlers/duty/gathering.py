"""Gathering what speaks for and against each member who is there."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from handlers.duty.presence import on_duty
from handlers.duty.ranking import Candidate
from handlers.duty.settings import capacity_of, languages_of, skills_of
from handlers.naming import staff_name
from handlers.scene import Scene
from storage.case import WAITING_FOR_US, Case
from storage.case_offer import CaseOffer, OfferState
from storage.person import Customer, Person
from storage.staff import Department, DepartmentMember, MembershipRole, Staff, StaffRole


async def candidates_for(scene: Scene, case: Case) -> list[Candidate]:
    """The members on duty, and what there is to know of each with regard to a case.

    Nobody looks after a matter of their own.
    """
    department = await scene.session.get_one(Department, case.department_id)
    there = [one for one in await on_duty(scene, department.id) if one.person_id != case.person_id]
    ids = [one.id for one in there]
    load = await loads(scene, ids)
    members = {
        one.staff_id: one
        for one in await scene.session.scalars(
            select(DepartmentMember).where(
                DepartmentMember.department_id == department.id, DepartmentMember.staff_id.in_(ids)
            )
        )
    }
    customer = await scene.session.get_one(Person, case.person_id)
    before = set(
        await scene.session.scalars(
            select(Case.owner_id).where(
                Case.person_id == case.person_id, Case.id != case.id, Case.owner_id.in_(ids)
            )
        )
    )
    found = []
    for one in there:
        name = await staff_name(scene.session, one.id)
        skills = skills_of(scene.house, department, members[one.id], name)
        languages = languages_of(scene.house, department, members[one.id], name)
        found.append(
            Candidate(
                one.id,
                load.get(one.id, 0),
                capacity_of(scene.house, department),
                speaks=not languages or customer.language in languages,
                skilled=not skills or not case.category or case.category in skills,
                knows_customer=one.id in before,
            )
        )
    return found


async def loads(scene: Scene, staff_ids: list[int]) -> dict[int, int]:
    """How much each has at hand: what they own and we have to go on with, and what waits for their word."""
    owned = await scene.session.execute(
        select(Case.owner_id, func.count())
        .where(Case.owner_id.in_(staff_ids), Case.state.in_(WAITING_FOR_US))
        .group_by(Case.owner_id)
    )
    load = {staff: count for staff, count in owned if staff is not None}
    offered = await scene.session.execute(
        select(CaseOffer.staff_id, func.count())
        .where(CaseOffer.staff_id.in_(staff_ids), CaseOffer.state == OfferState.open)
        .group_by(CaseOffer.staff_id)
    )
    for staff, count in offered:
        if staff is not None:
            load[staff] = load.get(staff, 0) + count
    return load


async def account_manager_of(scene: Scene, case: Case) -> int | None:
    """The customer's account manager, if they are there and may work on this department's cases."""
    staff = await scene.session.scalar(
        select(Staff)
        .join(Customer, Customer.account_manager_id == Staff.id)
        .outerjoin(
            DepartmentMember,
            (DepartmentMember.staff_id == Staff.id) & (DepartmentMember.department_id == case.department_id),
        )
        .where(
            Customer.person_id == case.person_id,
            Staff.left_at.is_(None),
            or_(DepartmentMember.id.is_not(None), Staff.role == StaffRole.manager),
        )
    )
    return staff.id if staff is not None and staff.present(scene.now) else None


async def heads_there(scene: Scene, department_id: int) -> list[int]:
    """The head and deputies who are on duty, the head first."""
    there = [one.id for one in await on_duty(scene, department_id)]
    rows = await scene.session.execute(
        select(DepartmentMember.staff_id, DepartmentMember.role).where(
            DepartmentMember.department_id == department_id,
            DepartmentMember.role != MembershipRole.member,
            DepartmentMember.staff_id.in_(there),
        )
    )
    leading = sorted(rows, key=lambda row: (row[1] is not MembershipRole.head, row[0]))
    return [staff for staff, _ in leading]


async def is_vip(scene: Scene, case: Case) -> bool:
    """Whether the case is an important customer's."""
    return bool(await scene.session.scalar(select(Customer.vip).where(Customer.person_id == case.person_id)))
