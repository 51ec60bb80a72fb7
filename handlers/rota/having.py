"""Somebody who was called has it: the case is theirs, and all who were called hear so."""

from __future__ import annotations

from typing import Any

from handlers.desk.relays import locked_case
from handlers.desk.taking import take
from handlers.naming import staff_name
from handlers.rota.saying import tell_called
from handlers.turn import Turn
from handlers.waiting.place import waits
from storage.rota import CallOut


async def have(turn: Turn, args: dict[str, Any]) -> None:
    """The first who presses has it."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return
    # The case first, as everywhere: of two who take it at once only one may hear that it is theirs.
    found = await turn.session.get_one(CallOut, int(args["call"]))
    case = await locked_case(turn.session, found.case_id)
    call = await turn.session.get_one(CallOut, found.id, with_for_update=True, populate_existing=True)
    if call.settled_at is not None or not waits(case):
        name = await staff_name(turn.session, case.owner_id)
        turn.answer("desk.press.already" if name else "desk.press.over", alert=True, name=name)
        return
    call.taken_by = turn.staff.id
    call.settled_at = turn.now
    turn.record("emergency.taken", case_id=case.id, called=len(call.called))
    turn.answer("rota.yours", alert=True)
    await take(turn, {"case": case.id})
    await tell_called(turn, call, case)
