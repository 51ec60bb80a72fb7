"""Who may change what on a customer file."""

from __future__ import annotations

from handlers.desk.leading import leads
from handlers.turn import Turn
from storage.case import Case

LEADERS_ONLY = frozenset({"class", "vip", "manager"})


async def may_change(turn: Turn, case: Case, what: str) -> bool:
    """Preferences: the department's staff. What steers service and load: its head, deputies and managers."""
    if what in LEADERS_ONLY:
        return await leads(turn, case.department_id)
    return await turn.serves(case.department_id)
