"""The dispatch tables: every duty's verbs under their names, put together once at import."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from handlers import (
    belonging,
    board,
    call_back,
    complaint,
    conduct,
    customer_file,
    desk,
    digest,
    follow_ups,
    forms,
    idle,
    incidents,
    major,
    overseeing,
    pleas,
    praise,
    question,
    referral,
    service_request,
    staff,
    supervision,
    welcome,
)
from handlers.calendar import table as calendar
from handlers.contingency import table as contingency
from handlers.decisions import table as decisions
from handlers.desk.drafts import DRAFTS
from handlers.duty import table as duty
from handlers.floods import table as floods
from handlers.groups import limits
from handlers.knowledge import table as knowledge
from handlers.merging import table as merging
from handlers.orders import table as orders
from handlers.recurring import table as recurring
from handlers.rota import table as rota
from handlers.scene import Scene
from handlers.turn import Turn
from handlers.waiting import table as waiting
from handlers.work_order import table as work_order

Go: TypeAlias = Callable[[Turn], Awaitable[None]]
Command: TypeAlias = Callable[[Turn, str], Awaitable[None]]
Act: TypeAlias = Callable[[Turn, dict[str, Any]], Awaitable[None]]
Duty: TypeAlias = Callable[[Scene], Awaitable[int]]
_Verb = TypeVar("_Verb")


def together(*tables: Mapping[str, _Verb]) -> dict[str, _Verb]:
    """One table of all. Raises ValueError for a name that two duties claim."""
    whole: dict[str, _Verb] = {}
    for table in tables:
        if twice := whole.keys() & table.keys():
            raise ValueError(f"claimed twice: {', '.join(sorted(twice))}")
        whole.update(table)
    return whole


# Forms stand below these rooms and only know that there is somebody to turn to.
forms.NEIGHBOURS.to_people = desk.GO["human"]
forms.NEIGHBOURS.phone_noted = referral.phone_known
# The desk passes words on; whether they are held up first, a room above it knows.
DRAFTS.held_back = conduct.held_back
DRAFTS.held_edit = conduct.held_edit

GO: dict[str, Go] = together(
    welcome.GO,
    complaint.GO,
    call_back.GO,
    service_request.GO,
    referral.GO,
    desk.GO,
    pleas.GO,
    praise.GO,
    orders.GO,
)
COMMANDS: dict[str, Command] = together(
    welcome.COMMANDS,
    referral.COMMANDS,
    desk.COMMANDS,
    digest.COMMANDS,
    staff.COMMANDS,
    knowledge.COMMANDS,
    calendar.COMMANDS,
    supervision.COMMANDS,
    incidents.COMMANDS,
    overseeing.COMMANDS,
    merging.COMMANDS,
    contingency.COMMANDS,
    recurring.COMMANDS,
    decisions.COMMANDS,
    rota.COMMANDS,
    customer_file.COMMANDS,
    belonging.COMMANDS,
    duty.COMMANDS,
    work_order.COMMANDS,
    orders.COMMANDS,
)
ACTIONS: dict[str, Act] = together(
    welcome.ACTIONS,
    question.ACTIONS,
    forms.ACTIONS,
    referral.ACTIONS,
    desk.ACTIONS,
    floods.ACTIONS,
    follow_ups.ACTIONS,
    staff.ACTIONS,
    knowledge.ACTIONS,
    calendar.ACTIONS,
    supervision.ACTIONS,
    overseeing.ACTIONS,
    duty.ACTIONS,
    pleas.ACTIONS,
    major.ACTIONS,
    incidents.ACTIONS,
    merging.ACTIONS,
    contingency.ACTIONS,
    recurring.ACTIONS,
    decisions.ACTIONS,
    waiting.ACTIONS,
    call_back.ACTIONS,
    rota.ACTIONS,
    customer_file.ACTIONS,
    work_order.ACTIONS,
    orders.ACTIONS,
    belonging.ACTIONS,
    conduct.ACTIONS,
)
DUTIES: dict[str, Duty] = together(
    limits.DUTIES,
    rota.DUTIES,
    waiting.DUTIES,
    work_order.DUTIES,
    orders.DUTIES,
    question.DUTIES,
    forms.DUTIES,
    desk.DUTIES,
    floods.DUTIES,
    supervision.DUTIES,
    idle.DUTIES,
    pleas.DUTIES,
    major.DUTIES,
    contingency.DUTIES,
    recurring.DUTIES,
    incidents.DUTIES,
    follow_ups.DUTIES,
    referral.DUTIES,
    digest.DUTIES,
    duty.DUTIES,
    board.DUTIES,
    belonging.DUTIES,
    conduct.DUTIES,
)

IN_GROUPS = frozenset(
    {
        "cases",
        "customer",
        "decide",
        "department",
        "help",
        "later",
        "merge",
        "move",
        "off",
        "on",
        "order",
        "relieve",
        "reply",
        "split",
        "start",
        "transfer",
        "unsend",
        "work",
    }
)
"""Commands that mean something in a group."""
KEEPS_FORM = frozenset(
    {
        "start",
        "menu",
        "ask",
        "help",
        "settings",
        "privacy",
        "status",
        "withdraw",
        "cases",
        "digest",
        "team",
        "invite",
        "dismiss",
        "faq",
        "find",
        "head",
        "heads",
        "hours",
        "hurry",
        "incident",
        "learn",
        "mine",
        "plans",
        "recurring",
        "rota",
        "off",
        "on",
    }
)
"""Places and commands that may be visited in the middle of a form, which then goes on."""
