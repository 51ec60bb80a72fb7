"""Somebody who was called has it: the case is theirs, and all who were called hear so."""

from __future__ import annotations

from typing import Any

from handlers.desk.relays import locked_case
from handlers.desk.taking import take
from handlers.desk.writers import join_in, writes
from handlers.naming import staff_name
from handlers.rota.saying import stands, tell_called
from handlers.turn import Turn
from storage.case import Case
from storage.person import Person
from storage.rota import CallOut
from storage.staff import Staff


async def have(turn: Turn, args: dict[str, Any]) -> None:
    """The first who presses has it: the case, or, where only its owner is away, what cannot wait of it."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return
    # The case first, as everywhere: of two who take it at once only one may hear that it is theirs.
    found = await turn.session.get_one(CallOut, int(args["call"]))
    case = await locked_case(turn.session, found.case_id)
    call = await turn.session.get_one(CallOut, found.id, with_for_update=True, populate_existing=True)
    if call.settled_at is not None or not stands(call, case):
        name = await staff_name(turn.session, call.taken_by or case.owner_id)
        turn.answer("desk.press.already" if name else "desk.press.over", alert=True, name=name)
        return
    call.taken_by = turn.staff.id
    call.settled_at = turn.now
    turn.record("emergency.taken", case_id=case.id, called=len(call.called))
    turn.answer("rota.yours", alert=True)
    if case.owner_id is None:
        await take(turn, {"case": case.id})
    else:
        await _see_to(turn, case, turn.staff)
    await tell_called(turn, call, case)


async def _see_to(turn: Turn, case: Case, staff: Staff) -> None:
    """Write to the customer beside an owner who is away; they hear who does, and whose it stays."""
    if not await writes(turn, case, staff.id):
        await join_in(turn, case, staff)
    customer = await turn.session.get_one(Person, case.person_id)
    name, owner = await staff_name(turn.session, staff.id), await staff_name(turn.session, case.owner_id)
    key = "rota.customer.owner" if staff.id == case.owner_id else "rota.customer.beside"
    await turn.tell(case.conversation_id, customer, key, name=name, owner=owner, number=case.number)
