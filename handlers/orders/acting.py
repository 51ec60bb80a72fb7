"""Who may act on an order, and what its matter and its agents learn of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.desk.ending import reopen
from handlers.desk.hearing import expect_reply
from handlers.desk.passing import answered, speak_of
from handlers.desk.topics import note
from handlers.orders.looking import next_look
from handlers.promises import make, resume, running
from handlers.scene import Scene
from handlers.turn import Turn
from handlers.work_order.acting import WORKED_ON, ask_customer
from storage.case import Case, CaseKind, CaseState
from storage.order import Order
from storage.promise import Promise
from storage.staff import Department


async def may_act(turn: Turn, case: Case) -> bool:
    """Whether the sender is of the matter's department, or of the one that answers for orders."""
    return await turn.serves(case.department_id) or await acts_for_all(turn)


async def acts_for_all(turn: Turn) -> bool:
    """Whether the sender is of the department that answers for orders, or a manager."""
    if turn.is_manager:
        return True
    key = turn.house.department_for(CaseKind.order_question.value)
    responsible = await turn.session.scalar(select(Department.id).where(Department.key == key))
    return responsible is not None and await turn.serves(responsible)


async def told(turn: Turn, case: Case, *, asks: bool) -> None:
    """An agent let the customer hear of their order: that answers who asked for it; a question pauses."""
    if case.state not in WORKED_ON:
        return
    if asks:
        await speak_of(turn, case)
        await ask_customer(turn, case)
        return
    topic = await turn.topic_of(case.id)
    if case.kind is CaseKind.order_question and topic is not None:
        await speak_of(turn, case)
        await answered(turn, case, topic)


async def heard(turn: Turn, case: Case) -> None:
    """The customer's word is there, or no longer needed: the time that stood still runs on."""
    await resume(turn, case)


async def stand_open(turn: Turn, case: Case) -> None:
    """The customer waits for people: the matter stands open, and somebody is watched to answer."""
    if case.state in (CaseState.resolved, CaseState.closed):
        await reopen(turn, case, supervised=False, promise="reply", why="customer")
        return
    await resume(turn, case)
    await expect_reply(turn, case)


async def stand_supervised(turn: Turn, case: Case) -> Promise:
    """The work is not right: the matter stands open, supervised by a promise until it is."""
    if case.state in (CaseState.resolved, CaseState.closed):
        return await reopen(turn, case, supervised=True, promise="finding", why="customer")
    await resume(turn, case)
    case.supervised = True
    known = await running(turn, case.id)
    return known if known is not None and known.kind == "finding" else await make(turn, case, "finding")


async def moved(scene: Scene, order: Order, case: Case, key: str, **values: Any) -> None:
    """Something happened: the clock looks at it anew, and the agents read it in their topic."""
    order.look_at = await next_look(scene, order, case)
    if topic := await note(scene, case, f"orders.agents.{key}", order=order.number, **values):
        await scene.show_card(topic)
