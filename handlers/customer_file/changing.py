"""A choice on the panel: checked at the press, then set."""

from __future__ import annotations

from typing import Any

from handlers.customer_file.opening import opened
from handlers.customer_file.panel import panel
from handlers.customer_file.rights import may_change
from handlers.customer_file.setting import set_value
from handlers.customer_file.waiting import forget
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Edit
from storage.staff import Staff


async def change(turn: Turn, args: dict[str, Any]) -> None:
    """A value was chosen."""
    if turn.staff is None or turn.press is None or turn.press.message is None:
        return
    case = await turn.session.get_one(Case, int(args["case"]))
    what, value = str(args["what"]), str(args["value"])
    if not await may_change(turn, case, what):
        turn.answer("customer_file.press.leads_only", alert=True)
        return
    forget(turn, turn.press.message)
    file = await opened(turn, case)
    if what == "manager" and value and not await _serves_still(turn, int(value)):
        turn.answer("customer_file.press.left", alert=True)
        return
    if await set_value(turn, case, file, what, value):
        turn.answer("customer_file.cleared" if what == "preferences" else "customer_file.press.changed")
    turn.send(Edit(turn.press.message, *await panel(turn, case)))


async def _serves_still(turn: Turn, staff_id: int) -> bool:
    staff = await turn.session.get(Staff, staff_id)
    return staff is not None and staff.left_at is None
