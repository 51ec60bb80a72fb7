"""Somebody who was called has it: the case is theirs, and all who were called hear so."""

from __future__ import annotations

from typing import Any

from handlers.desk.taking import take
from handlers.naming import staff_name
from handlers.turn import Turn
from storage.case import Case
from storage.outbox import Priority
from storage.person import Person
from storage.rota import CallOut
from storage.staff import Staff


async def have(turn: Turn, args: dict[str, Any]) -> None:
    """The first who presses has it."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return
    call = await turn.session.get_one(CallOut, int(args["call"]), with_for_update=True)
    case = await turn.session.get_one(Case, call.case_id)
    if call.settled_at is not None or case.owner_id is not None or not case.is_open:
        call.settled_at = call.settled_at or turn.now
        name = await staff_name(turn.session, case.owner_id)
        turn.answer("desk.press.already" if name else "desk.press.over", alert=True, name=name)
        return
    call.taken_by = turn.staff.id
    call.settled_at = turn.now
    turn.record("emergency.taken", case_id=case.id, called=len(call.called))
    turn.answer("rota.yours", alert=True)
    await take(turn, {"case": case.id})
    name = await staff_name(turn.session, turn.staff.id)
    for staff_id in call.called:
        other = await turn.session.get_one(Staff, staff_id)
        if other.id == turn.staff.id or other.conversation_id is None or other.left_at is not None:
            continue
        person = await turn.session.get_one(Person, other.person_id)
        await turn.tell(
            other.conversation_id,
            person,
            "rota.taken",
            priority=Priority.staff,
            silent=True,
            name=name,
            number=case.number,
        )
