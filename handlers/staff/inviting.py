"""/invite: a manager makes a link for one new colleague."""

from __future__ import annotations

from typing import Any

from handlers.naming import department_name
from handlers.staff.invites import find_department, invite, link
from handlers.staff.names import departments, listed, role_name
from handlers.staff.rights import for_managers
from handlers.turn import Turn
from storage.outbound import Button, SendText
from storage.staff import Department, StaffRole


@for_managers
async def command(turn: Turn, rest: str) -> None:
    """/invite manager, /invite agent [department], or alone with the choices as buttons."""
    words = rest.split()
    if not words:
        await _choices(turn)
        return
    department = await find_department(turn, words[1]) if len(words) > 1 else None
    if words[0].lower() not in list(StaffRole) or len(words) > 2 or (len(words) > 1 and department is None):
        turn.reply("staff.invite.usage", departments=await listed(turn, turn.language))
        return
    await _make(turn, StaffRole(words[0].lower()), department)


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """One of the choices was pressed."""
    department = await find_department(turn, args["department"]) if args["department"] else None
    await _make(turn, StaffRole(args["role"]), department)


async def _choices(turn: Turn) -> None:
    def offer(label: str, role: StaffRole, key: str) -> tuple[Button, ...]:
        return (turn.button(label, "staff.invite", "managers", once=True, role=role.value, department=key),)

    agents = [
        offer(
            turn.text_of("staff.invite.agent_of", department=department_name(department, turn.language)),
            StaffRole.agent,
            department.key,
        )
        for department in await departments(turn)
    ]
    manager = offer(role_name(turn, StaffRole.manager, turn.language), StaffRole.manager, "")
    turn.reply("staff.invite.choose", buttons=(*agents, manager))


async def _make(turn: Turn, role: StaffRole, department: Department | None) -> None:
    made_by = turn.staff.id if turn.staff else None
    token = await invite(turn, role, department.key if department else None, made_by, turn.now)
    language = turn.language
    name = department_name(department, language) if department else ""
    text = turn.text_of(
        "staff.invite.link",
        role=role_name(turn, role, language),
        department=name or turn.text_of("staff.invite.every_department"),
        hours=int(turn.house.rules.staff.invite_valid.total_seconds() // 3600),
        link=link(turn.account.username or turn.house.bot_username, token),
    )
    turn.send(SendText(text))
