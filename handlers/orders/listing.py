"""All orders in the making of those departments that an agent is of: what waits longest comes first."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers.orders.acting import acts_for_all
from handlers.orders.showing import title
from handlers.orders.stages import stage_name
from handlers.turn import Turn
from storage.case import Case
from storage.order import Order
from storage.outbound import SendText
from storage.staff import DepartmentMember

MOST = 20


async def show_all(turn: Turn) -> None:
    """A line for each order, those first that are to be looked at soonest."""
    language = turn.house.default_language
    query = select(Order).where(Order.look_at.is_not(None))
    if not await acts_for_all(turn):
        own = select(DepartmentMember.department_id).where(
            DepartmentMember.staff_id == (turn.staff.id if turn.staff else None)
        )
        query = query.join(Case, Case.id == Order.case_id).where(Case.department_id.in_(own))
    count = await turn.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = await turn.session.scalars(query.order_by(Order.look_at, Order.id).limit(MOST))
    lines = [_line(turn, order, language) for order in rows]
    if not lines:
        turn.send(SendText(turn.say(language, "orders.list.none"), silent=True))
        return
    head = turn.say(language, "orders.list.head", count=count)
    more = [turn.say(language, "orders.list.more", count=count - MOST)] if count > MOST else []
    turn.send(SendText("\n".join([head, *lines, *more]), silent=True))


def _line(turn: Turn, order: Order, language: str) -> str:
    state = turn.say(language, f"orders.card.{order.state.value}")
    stage = stage_name(turn, order.stage, language)
    line = turn.say(language, "orders.card.line", order=title(order), stage=stage, state=state)
    return f"{line} · ⏰" if order.looks and not order.waits_for_customer else line
