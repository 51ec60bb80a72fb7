"""What counts in a department: what was said in the chat, else its settings, else the house's numbers."""

from __future__ import annotations

from handlers.house import House, MemberPlan
from storage.staff import Assignment, Department, DepartmentMember

NOTHING = MemberPlan()


def capacity_of(house: House, department: Department) -> int:
    """How many open cases one member is given at most."""
    plan = house.plan(department.key)
    return department.capacity or (plan.capacity if plan else None) or house.rules.duty.capacity


def is_balanced(house: House, department: Department) -> bool:
    """Whether cases are given to members one by one, instead of being offered to all."""
    if department.assignment is not None:
        return department.assignment is Assignment.balanced
    plan = house.plan(department.key)
    return plan is not None and plan.assignment == Assignment.balanced.value


def skills_of(house: House, department: Department, member: DepartmentMember, name: str) -> tuple[str, ...]:
    """The categories a member knows best; empty: all alike."""
    if member.skills is not None:
        return tuple(member.skills)
    return _planned(house, department, name).skills


def languages_of(
    house: House, department: Department, member: DepartmentMember, name: str
) -> tuple[str, ...]:
    """The languages a member writes; empty: all of ours."""
    if member.languages is not None:
        return tuple(member.languages)
    return _planned(house, department, name).languages


def _planned(house: House, department: Department, name: str) -> MemberPlan:
    plan = house.plan(department.key)
    return plan.members.get(name.casefold(), NOTHING) if plan else NOTHING
