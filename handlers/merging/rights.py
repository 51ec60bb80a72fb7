"""Who may merge and split: who leads the departments, and an owner within their own."""

from __future__ import annotations

from handlers.desk.leading import leads
from handlers.turn import Turn
from storage.case import Case


async def may_join(turn: Turn, *cases: Case) -> bool:
    """Whether the sender may change these cases together."""
    if turn.staff is None:
        return False
    departments = {case.department_id for case in cases}
    if all([await leads(turn, department) for department in departments]):
        return True
    return len(departments) == 1 and turn.staff.id in {case.owner_id for case in cases}
