"""/department: a manager says in a group which department works there, or does so no longer."""

from __future__ import annotations

from typing import Any

from handlers import desk
from handlers.duty import departments as settling
from handlers.groups.whose import bind, departments_in, groups_of, retire
from handlers.naming import department_name
from handlers.staff.invites import find_department
from handlers.staff.names import departments, listed
from handlers.turn import Turn
from storage.outbound import SendText
from storage.staff import Department


async def command(turn: Turn, rest: str) -> None:
    """Show or settle a department; else bind this group to the one named, or offer the choice."""
    sender = turn.inbound.sender
    if sender is not None and sender.anonymous:
        _say(turn, "staff.department.anonymous")
    elif await settling.command(turn, rest):
        return
    elif not turn.is_manager:
        _say(turn, "staff.department.manager_only")
    elif not rest:
        await _choices(turn)
    elif (department := await find_department(turn, rest)) is None:
        _say(turn, "staff.department.unknown", departments=await listed(turn, turn.house.default_language))
    else:
        await _bind(turn, department)


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """A department was chosen by its button."""
    department = await find_department(turn, args["key"])
    if department is not None and not turn.private:
        await _bind(turn, department)


async def release(turn: Turn, args: dict[str, Any]) -> None:
    """A department works here no longer: what is open goes on in its other groups, if it has any."""
    department = await find_department(turn, args["key"])
    if department is None or turn.private or not await retire(turn, department.id, turn.chat.id):
        turn.answer("router.press.done")
        return
    turn.record("department.released", department=department.id, chat=turn.chat.id)
    moved = await desk.evacuate(turn, turn.chat, department.id)
    left = len(await groups_of(turn, department.id))
    name = department_name(department, turn.house.default_language)
    keys = ["released", *(["goes_on"] if moved else []), *([] if left else ["none_left"])]
    language = turn.house.default_language
    lines = [turn.say(language, f"staff.department.{key}", department=name, count=moved) for key in keys]
    turn.send(SendText("\n".join(lines)))
    for conversation_id, person in await turn.managers():
        await turn.tell(
            conversation_id,
            person,
            "staff.department.released_told" if left else "staff.department.released_last",
            department=department_name(department, person.language),
            title=turn.chat.title,
            count=moved,
        )


async def _choices(turn: Turn) -> None:
    """A button for each department: to work here, or no longer."""
    language = turn.house.default_language
    here = {one.id for one in await departments_in(turn, turn.chat.id)}
    rows = []
    for one in await departments(turn):
        label, act = department_name(one, language), "staff.bind"
        if one.id in here:
            label, act = turn.say(language, "staff.department.no_longer", department=label), "staff.release"
        rows.append((turn.button(label, act, "managers", once=True, key=one.key),))
    turn.send(SendText(turn.say(language, "staff.department.choose"), tuple(rows)))


async def _bind(turn: Turn, department: Department) -> None:
    turn.chat.unreachable = None
    new = await bind(turn, department.id, turn.chat.id, turn.staff.id if turn.staff else None)
    if new:
        turn.record("department.bound", department=department.id, chat=turn.chat.id)
    language = turn.house.default_language
    name = department_name(department, language)
    count = len(await groups_of(turn, department.id))
    keys = ["bound", *(["several"] if count > 1 else []), "forum" if turn.chat.forum else "plain"]
    lines = [turn.say(language, f"staff.department.{key}", department=name, count=count) for key in keys]
    turn.send(SendText("\n\n".join(lines)))
    await desk.adopt(turn, department.id)
    if not new:
        return
    for conversation_id, person in await turn.managers():
        await turn.tell(
            conversation_id,
            person,
            "staff.department.told",
            department=department_name(department, person.language),
            title=turn.chat.title,
        )


def _say(turn: Turn, key: str, **values: object) -> None:
    """Groups are spoken to in the language of the house."""
    turn.send(SendText(turn.say(turn.house.default_language, key, **values)))
