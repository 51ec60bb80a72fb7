"""The work at a glance in the case's topic: how it stands, and a button for each step that may come next."""

from __future__ import annotations

from typing import Any

from handlers.desk.topics import anchor
from handlers.turn import Turn
from handlers.work_order.acting import SETTLED, WORKED_ON, case_at_work
from handlers.work_order.orders import blank, expected, order_of, write_order
from handlers.work_order.showing import card_lines
from storage.case import Case
from storage.outbound import Buttons, SendText
from storage.work_order import BillState, WorkOrder, WorkState

IN_WORDS = ("found", "price", "times", "invoice")
"""Steps that need an agent's words: their buttons say how these are written."""
_IN_ROW = 2


async def show(turn: Turn, args: dict[str, Any]) -> None:
    """Show the work in the topic."""
    case = await case_at_work(turn, args, SETTLED)
    topic = await turn.topic_of(case.id) if case is not None else None
    if case is None or topic is None:
        return
    turn.answer()
    # Whoever only looks has not begun any work: that would keep two cases from being merged.
    known = await order_of(turn, case.id) is not None
    order = await write_order(turn, case) if known else blank(turn, case)
    await turn.session.flush()
    language = turn.house.default_language
    lines = [turn.say(language, "work.agents.panel", number=case.number)]
    lines += await card_lines(turn, case, language)
    text = SendText("\n".join(lines), await _buttons(turn, case, order), anchor(topic), silent=True)
    await turn.owe_topic(topic, text)


async def _buttons(turn: Turn, case: Case, order: WorkOrder) -> Buttons:
    names = await _steps(turn, case, order) if case.state in WORKED_ON else []
    billable = order.bill is BillState.none or (order.bill is BillState.paid and order.outgrown)
    if order.chargeable and billable and order.state in _AGREED:
        names.append("invoice")
    if order.bill is BillState.due:
        names.append("paid")
    language, audience = turn.house.default_language, f"department:{case.department_id}"
    buttons = [
        turn.button(
            turn.say(language, f"work.button.{name}"), _action(name), audience, case=case.id, what=name
        )
        for name in names
    ]
    return tuple(tuple(buttons[at : at + _IN_ROW]) for at in range(0, len(buttons), _IN_ROW))


def _action(name: str) -> str:
    if name in IN_WORDS:
        return "work.how"
    return f"visit.{name}" if name in _VISITS else f"work.{name}"


_VISITS = ("arrived", "late")
_AGREED = (WorkState.agreed, WorkState.repaired)


async def _steps(turn: Turn, case: Case, order: WorkOrder) -> list[str]:
    names = ["found"]
    if order.state not in (WorkState.ordered, WorkState.offered):
        names += ["free", "price"]
    names.append("times")
    if await expected(turn, case.id) is not None:
        names += ["arrived", "late"]
    if order.state is WorkState.agreed:
        names.append("done")
    return names


async def how(turn: Turn, args: dict[str, Any]) -> None:
    """Say how a step that needs words is written."""
    case = await case_at_work(turn, args, SETTLED)
    topic = await turn.topic_of(case.id) if case is not None else None
    if case is None or topic is None or args["what"] not in IN_WORDS:
        return
    turn.answer()
    text = turn.say(turn.house.default_language, f"work.how.{args['what']}", number=case.number)
    await turn.owe_topic(topic, SendText(text, reply_to=anchor(topic), silent=True))
