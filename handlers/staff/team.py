"""/team: who is in service and how much they have, for managers and heads."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers import desk
from handlers.duty.showing import presence_of
from handlers.naming import department_name
from handlers.scene import Scene
from handlers.staff.names import departments_of, role_name
from handlers.turn import Turn
from storage.case import OPEN_STATES, Case
from storage.outbound import SendText
from storage.person import Person
from storage.staff import Staff


async def in_service(scene: Scene) -> list[Staff]:
    """Everybody whose rights have not ended, in the order they joined."""
    rows = await scene.session.scalars(select(Staff).where(Staff.left_at.is_(None)).order_by(Staff.id))
    return list(rows)


async def name_of(scene: Scene, staff: Staff) -> str:
    """What a member of staff is called; a number for somebody without a name."""
    # Managers need the whole name: two colleagues may share the first one.
    person = await scene.session.get_one(Person, staff.person_id)
    return staff.public_name or person.name or f"#{staff.id}"


async def command(turn: Turn, rest: str) -> None:
    """List who is in service with role, departments and open cases; a head sees their own department."""
    led = await desk.led_departments(turn)
    if not led:
        turn.reply("router.manager_only")
        return
    shown = await in_service(turn)
    if not turn.is_manager:
        members = {one.id for department in led for one in await desk.colleagues(turn, department.id)}
        shown = [one for one in shown if one.id in members]
    counted = await turn.session.execute(
        select(Case.owner_id, func.count()).where(Case.state.in_(OPEN_STATES)).group_by(Case.owner_id)
    )
    load: dict[int | None, int] = {owner: number for owner, number in counted if number}
    lines = [turn.text_of("staff.team.title")]
    for one in shown:
        names = [department_name(d, turn.language) for d in await departments_of(turn, one.id)]
        line = turn.text_of(
            "staff.team.line",
            name=await name_of(turn, one),
            role=role_name(turn, one.role, turn.language),
            department=turn.text_of("staff.invite.of", department=", ".join(names)) if names else "",
        )
        line += turn.text_of("staff.team.load", count=load[one.id]) if one.id in load else ""
        lines.append(f"{line} · {await presence_of(turn, one, turn.language)}")
    free = await turn.session.scalar(
        select(func.count()).where(
            Case.owner_id.is_(None),
            Case.state.in_(OPEN_STATES),
            Case.department_id.in_([department.id for department in led]),
        )
    )
    if free:
        lines.append(turn.text_of("staff.team.untaken", count=free))
    turn.send(SendText("\n".join(lines)))
