"""/heads: a manager appoints heads and deputies, or makes them plain members again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.naming import department_name
from handlers.staff.names import departments
from handlers.staff.rights import for_managers
from handlers.staff.team import name_of
from handlers.turn import Turn
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Department, DepartmentMember, MembershipRole, Staff


@for_managers
async def command(turn: Turn, rest: str) -> None:
    """Show who leads each department, and offer each to be changed."""
    lines, rows = [turn.text_of("staff.heads.title")], []
    for department in await departments(turn):
        name = department_name(department, turn.language)
        led = [
            f"{await name_of(turn, staff)} ({turn.text_of(f'staff.heads.{role.value}')})"
            for staff, role in await _members(turn, department.id)
            if role is not MembershipRole.member
        ]
        lines.append(f"· {name}: {', '.join(led) or turn.text_of('staff.heads.nobody')}")
        rows.append((turn.button(name, "staff.heads_of", "managers", department=department.id),))
    turn.send(SendText("\n".join(lines), tuple(rows)))


async def of_department(turn: Turn, args: dict[str, Any]) -> None:
    """A department was chosen: whom?"""
    department = await turn.session.get_one(Department, int(args["department"]))
    rows = []
    for staff, role in await _members(turn, department.id):
        label = f"{await name_of(turn, staff)} · {turn.text_of(f'staff.heads.{role.value}')}"
        who = turn.button(label, "staff.heads_as", "managers", department=department.id, staff=staff.id)
        rows.append((who,))
    name = department_name(department, turn.language)
    turn.reply("staff.heads.whom" if rows else "staff.heads.empty", buttons=tuple(rows), department=name)


async def choose_role(turn: Turn, args: dict[str, Any]) -> None:
    """A member was chosen: as what?"""
    staff = await turn.session.get_one(Staff, int(args["staff"]))
    row = tuple(
        turn.button(
            turn.text_of(f"staff.heads.{role.value}"),
            "staff.heads_set",
            "managers",
            once=True,
            **{**args, "role": role.value},
        )
        for role in reversed(MembershipRole)
    )
    turn.reply("staff.heads.as_what", buttons=(row,), name=await name_of(turn, staff))


async def appoint(turn: Turn, args: dict[str, Any]) -> None:
    """Give a member a role in a department. There is one head: the former one becomes a deputy."""
    department = await turn.session.get_one(Department, int(args["department"]))
    role = MembershipRole(args["role"])
    rows = await turn.session.scalars(
        select(DepartmentMember).where(DepartmentMember.department_id == department.id).with_for_update()
    )
    members = {member.staff_id: member for member in rows}
    chosen = members.get(int(args["staff"]))
    staff = await turn.session.get_one(Staff, int(args["staff"]))
    if chosen is None or staff.left_at is not None:
        turn.reply("staff.dismiss.gone")
        return
    for member in members.values():
        if role is MembershipRole.head and member.role is MembershipRole.head:
            member.role = MembershipRole.deputy
    chosen.role = role
    turn.record("staff.appointed", staff=staff.id, department=department.id, role=role.value)
    turn.reply(
        "staff.heads.done",
        name=await name_of(turn, staff),
        role=turn.text_of(f"staff.heads.{role.value}"),
        department=department_name(department, turn.language),
    )
    if staff.conversation_id is not None and turn.staff is not None and staff.id != turn.staff.id:
        person = await turn.session.get_one(Person, staff.person_id)
        await turn.tell(
            staff.conversation_id,
            person,
            "staff.heads.told",
            priority=Priority.staff,
            role=turn.say(person.language, f"staff.heads.{role.value}"),
            department=department_name(department, person.language),
        )


async def _members(turn: Turn, department_id: int) -> list[tuple[Staff, MembershipRole]]:
    rows = await turn.session.execute(
        select(Staff, DepartmentMember.role)
        .join(DepartmentMember, DepartmentMember.staff_id == Staff.id)
        .where(DepartmentMember.department_id == department_id, Staff.left_at.is_(None))
        .order_by(Staff.id)
    )
    return [(staff, role) for staff, role in rows]
