"""All orders in the making of those departments that an agent is of: what waits longest comes first."""

from __future__ import annotations

from sqlalchemy import select

from handlers.orders.acting import may_act
from handlers.orders.showing import title
from handlers.orders.stages import stage_name
from handlers.turn import Turn
from storage.case import Case
from storage.order import Order
from storage.outbound import SendText

MOST = 20
_MOST_READ = 200


async def show_all(turn: Turn) -> None:
    """A line for each order, those first that are to be looked at soonest."""
    language = turn.house.default_language
    rows = await turn.session.execute(
        select(Order, Case)
        .join(Case, Case.id == Order.case_id)
        .where(Order.look_at.is_not(None))
        .order_by(Order.look_at, Order.id)
        .limit(_MOST_READ)
    )
    allowed: dict[int, bool] = {}
    lines = []
    for order, case in rows:
        if case.department_id not in allowed:
            allowed[case.department_id] = await may_act(turn, case)
        if allowed[case.department_id]:
            lines.append(_line(turn, order, language))
    if not lines:
        turn.send(SendText(turn.say(language, "orders.list.none"), silent=True))
        return
    head = turn.say(language, "orders.list.head", count=len(lines))
    more = [turn.say(language, "orders.list.more", count=len(lines) - MOST)] if len(lines) > MOST else []
    turn.send(SendText("\n".join([head, *lines[:MOST], *more]), silent=True))


def _line(turn: Turn, order: Order, language: str) -> str:
    state = turn.say(language, f"orders.card.{order.state.value}")
    stage = stage_name(turn, order.stage, language)
    line = turn.say(language, "orders.card.line", order=title(order), stage=stage, state=state)
    return f"{line} · ⏰" if order.looks and not order.waits_for_customer else line
