"""What somebody who leaves had is handed over: nothing is left without an owner."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from handlers import desk, promises
from handlers.naming import staff_name
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from storage.case import OPEN_STATES, WAITING_FOR_US, Case
from storage.order import Order
from storage.person import Person
from storage.staff import Staff, StaffRole
from storage.work_order import WorkOrder, owes_bill


class HandedOver(NamedTuple):
    """What became of a leaver's cases."""

    given: dict[int, int]
    """How many each heir owns now, by their number on the staff."""
    kept: tuple[str, ...]
    """The numbers of those that nobody but the manager was there for."""

    @property
    def owned(self) -> int:
        """How many had the leaver as owner."""
        return sum(self.given.values())


def still_to_do() -> ColumnElement[bool]:
    """Cases on which somebody has to act: open ones, and those that have a bill or an order in the making."""
    return or_(
        Case.state.in_(OPEN_STATES),
        Case.id.in_(select(WorkOrder.case_id).where(owes_bill())),
        Case.id.in_(select(Order.case_id).where(Order.look_at.is_not(None))),
    )


async def hand_over(turn: Turn, leaver: Staff, receiver: Staff | None) -> HandedOver:
    """Give a leaver's cases to the receiver, or else to the department's head, or else to the manager.

    All that are open, and those that are closed but for their bill, or for an order in the making.
    The receiver gets only what they can work on: cases of departments they serve.
    What they only answered for as first takers goes the same way: who is gone answers for nothing.
    """
    rows = await turn.session.scalars(
        select(Case)
        .where(or_(Case.owner_id == leaver.id, Case.first_taker_id == leaver.id), still_to_do())
        .order_by(Case.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    given: dict[int, int] = {}
    kept = []
    for case in rows.all():
        served = receiver is not None and await _serves(turn, receiver, case.department_id)
        heir = receiver if served else await _head(turn, case, leaver)
        if heir is None:
            kept.append(case.number)
        heir_id = heir.id if heir is not None else _manager(turn)
        if case.owner_id == leaver.id:
            given[heir_id] = given.get(heir_id, 0) + 1
            case.owner_id = heir_id
            turn.record("case.handed_over", case_id=case.id, receiver=heir_id)
            await _tell_customer(turn, case, watched=heir is None)
        if case.first_taker_id == leaver.id:
            case.first_taker_id = heir_id
        await desk.show_state(turn, case)
        topic = await turn.topic_of(case.id)
        if topic is not None:
            await turn.show_card(topic)
    return HandedOver(given, tuple(kept))


def _manager(turn: Turn) -> int:
    """Whoever lets somebody go, and names nobody, has their cases."""
    if turn.staff is None:
        raise LookupError("only a manager hands over")
    return turn.staff.id


async def _serves(turn: Turn, receiver: Staff, department_id: int) -> bool:
    if receiver.role is StaffRole.manager:
        return True
    return receiver.id in [one.id for one in await desk.colleagues(turn, department_id)]


async def _head(turn: Turn, case: Case, leaver: Staff) -> Staff | None:
    led = await desk.leaders(turn, case.department_id)
    return next((one for one in led if one.id != leaver.id), None)


async def _tell_customer(turn: Turn, case: Case, *, watched: bool) -> None:
    """They were told who looks after them: now it is somebody else.

    `watched`: whoever has it now was not chosen for it, so an answer is promised where none was owed.
    """
    if case.state not in WAITING_FOR_US:
        return
    customer = await turn.session.get_one(Person, case.person_id)
    promise = await promises.running(turn, case.id)
    if promise is None and watched:
        promise = await promises.make(turn, case, "first_answer")
    if promise is None:
        key = "desk.customer.transferred_with"
    elif promise.paused_at is not None:
        # What was promised stands still until the customer writes: there is no time to tell.
        key = "desk.customer.passed_to_another_waiting"
    else:
        key = "desk.customer.passed_to_another" + ("_late" if promise.due_at <= turn.now else "")
    await turn.tell(
        case.conversation_id,
        customer,
        key,
        silent=is_quiet(turn),
        number=case.number,
        name=await staff_name(turn.session, case.owner_id),
        when=promises.in_words(turn, customer.language, promise) if promise is not None else "",
    )
