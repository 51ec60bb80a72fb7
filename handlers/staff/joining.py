"""Joining: an invitation is redeemed, once, by whoever opens it first in time."""

from __future__ import annotations

from sqlalchemy import select

from handlers.staff.invites import fingerprint
from handlers.staff.names import of_department, role_name
from handlers.turn import Turn
from storage.staff import Department, DepartmentMember, Invite, Staff, StaffRole


async def redeem(turn: Turn, token: str) -> None:
    """Take up an invitation. Used, expired and unknown ones get the same answer: nothing can be guessed."""
    # The row is locked, so that of two who open the same link only one gets in.
    found = await turn.session.scalar(
        select(Invite)
        .where(Invite.token_hash == fingerprint(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or found.used_at is not None or found.expires_at <= turn.now:
        turn.record("invite.refused")
        turn.reply("staff.invite.not_valid")
        return
    if turn.staff is not None and found.created_by == turn.staff.id:
        turn.reply("staff.invite.own")
        return
    department = await turn.session.get(Department, found.department_id) if found.department_id else None
    found.used_at, found.used_by = turn.now, turn.person.id
    changed = await _enlist(turn, found.role, department)
    if turn.staff is not None:
        await _say_so(turn, turn.staff, department, changed)


async def _enlist(turn: Turn, role: StaffRole, department: Department | None) -> bool:
    """Make the person staff, or give them what is new to them. False if nothing is. Never takes rights."""
    session = turn.session
    staff = await session.scalar(select(Staff).where(Staff.person_id == turn.person.id).with_for_update())
    changed = staff is None or staff.left_at is not None
    if staff is None:
        staff = Staff(person_id=turn.person.id, role=role, public_name="", joined_at=turn.now)
        session.add(staff)
    elif staff.left_at is not None:
        staff.role, staff.joined_at, staff.left_at = role, turn.now, None
    elif role is StaffRole.manager and staff.role is not role:
        staff.role = role
        changed = True
    staff.conversation_id = turn.conversation.id
    await session.flush()
    turn.staff = staff
    if department is not None:
        changed = await _assign(turn, staff, department) or changed
    return changed


async def _assign(turn: Turn, staff: Staff, department: Department) -> bool:
    belongs = await turn.session.scalar(
        select(DepartmentMember.id).where(
            DepartmentMember.department_id == department.id, DepartmentMember.staff_id == staff.id
        )
    )
    if belongs is None:
        turn.session.add(DepartmentMember(department_id=department.id, staff_id=staff.id))
        await turn.session.flush()
    return belongs is None


async def _say_so(turn: Turn, staff: Staff, department: Department | None, changed: bool) -> None:
    language = turn.language
    role, of = role_name(turn, staff.role, language), of_department(turn, department, language)
    if not changed:
        turn.reply("staff.invite.already", role=role, department=of)
        return
    turn.record("staff.joined", staff=staff.id, role=staff.role.value)
    turn.reply(
        "staff.invite.welcome",
        name=turn.person.name,
        business=turn.house.name(language),
        role=role,
        department=of,
    )
    for conversation_id, person in await turn.managers():
        if person.id != turn.person.id:
            await turn.tell(
                conversation_id,
                person,
                "staff.invite.told",
                name=turn.person.name,
                role=role_name(turn, staff.role, person.language),
                department=of_department(turn, department, person.language),
            )
