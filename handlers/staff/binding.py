"""/department: a manager says in a group which department works there."""

from __future__ import annotations

from typing import Any

from handlers import desk
from handlers.naming import department_name
from handlers.staff.invites import find_department
from handlers.staff.names import departments, listed
from handlers.turn import Turn
from storage.outbound import SendText
from storage.staff import Department


async def command(turn: Turn, rest: str) -> None:
    """Bind this group to the department named, or offer the choice."""
    if turn.private:
        turn.reply("router.group_only")
        return
    sender = turn.inbound.sender
    if sender is not None and sender.anonymous:
        _say(turn, "staff.department.anonymous")
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


async def _choices(turn: Turn) -> None:
    language = turn.house.default_language
    rows = tuple(
        (turn.button(department_name(one, language), "staff.bind", "managers", once=True, key=one.key),)
        for one in await departments(turn)
    )
    turn.send(SendText(turn.say(language, "staff.department.choose"), rows))


async def _bind(turn: Turn, department: Department) -> None:
    moved = department.chat_id is not None and department.chat_id != turn.chat.id
    department.chat_id = turn.chat.id
    turn.chat.unreachable = None
    await turn.session.flush()
    turn.record("department.bound", department=department.id, chat=turn.chat.id)
    language = turn.house.default_language
    name = department_name(department, language)
    keys = ["bound", *(["moved"] if moved else []), "forum" if turn.chat.forum else "plain"]
    lines = [turn.say(language, f"staff.department.{key}", department=name) for key in keys]
    turn.send(SendText("\n\n".join(lines)))
    await desk.adopt(turn, department)
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
