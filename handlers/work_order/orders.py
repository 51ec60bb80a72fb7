"""The rows of a work: its order, the times proposed, the time agreed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers.scene import Scene
from storage.appointment import Appointment, AppointmentState
from storage.case import WAITING_FOR_US, Case
from storage.work_order import BillState, WorkOrder, WorkState


async def order_of(scene: Scene, case_id: int) -> WorkOrder | None:
    """The work order of a case, locked, if it has one."""
    found: WorkOrder | None = await scene.session.scalar(
        select(WorkOrder).where(WorkOrder.case_id == case_id).with_for_update()
    )
    return found


async def write_order(scene: Scene, case: Case) -> WorkOrder:
    """The work order of a case, written now if there is none.

    What was repaired and is open again after all begins anew.
    """
    order = await order_of(scene, case.id)
    if order is None:
        order = blank(scene, case)
        scene.session.add(order)
        await scene.session.flush()
        scene.effects.record("work.ordered", actor_kind="bot", case_id=case.id, person_id=case.person_id)
    elif order.state is WorkState.repaired and case.state in WAITING_FOR_US:
        order.resume()
        scene.effects.record("work.resumed", actor_kind="bot", case_id=case.id, person_id=case.person_id)
    return order


def blank(scene: Scene, case: Case) -> WorkOrder:
    """A work order as it is before the first step; nothing is written yet."""
    return WorkOrder(
        case_id=case.id,
        state=WorkState.ordered,
        made_at=scene.now,
        finding="",
        offers=0,
        currency="",
        price_for="",
        bill=BillState.none,
        invoice="",
        pay_reminders=0,
    )


async def appointments(scene: Scene, case_id: int, state: AppointmentState) -> Sequence[Appointment]:
    """A case's appointments of one state, the soonest first, locked."""
    rows = await scene.session.scalars(
        select(Appointment)
        .where(Appointment.case_id == case_id, Appointment.state == state)
        .order_by(Appointment.starts_at, Appointment.id)
        .with_for_update()
    )
    return rows.all()


async def expected(scene: Scene, case_id: int) -> Appointment | None:
    """The appointment at which somebody is expected, if one is agreed."""
    agreed = await appointments(scene, case_id, AppointmentState.agreed)
    return agreed[0] if agreed else None


async def drop_proposed(scene: Scene, case_id: int) -> int:
    """No proposed time is open to be chosen any more. How many that were."""
    proposed = await appointments(scene, case_id, AppointmentState.proposed)
    for one in proposed:
        one.drop(scene.now)
    return len(proposed)
