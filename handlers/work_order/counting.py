"""What the managers' digest tells of works: visits and how many were on time, and invoices past their day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from handlers.scene import Scene
from storage.appointment import Appointment
from storage.work_order import BillState, WorkOrder


async def lines(scene: Scene, language: str, since: datetime, until: datetime) -> list[str]:
    """A line each for the visits between two instants, bills not written and not paid; none for nothing."""
    told = []
    kept, due = await punctuality(scene, since, until)
    if due:
        told.append(scene.say(language, "work.digest.visits", count=due, on_time=kept))
    uninvoiced = await scene.session.scalar(
        select(func.count(WorkOrder.id)).where(
            WorkOrder.pay_at.is_not(None),
            WorkOrder.bill == BillState.none,
            WorkOrder.repaired_at <= until - scene.house.rules.work.invoice_within,
        )
    )
    if uninvoiced:
        told.append(scene.say(language, "work.digest.uninvoiced", count=uninvoiced))
    unpaid = await scene.session.scalar(
        select(func.count(WorkOrder.id)).where(
            WorkOrder.bill == BillState.due,
            (WorkOrder.pay_reminders > 0) | (WorkOrder.pay_at <= until),
        )
    )
    if unpaid:
        told.append(scene.say(language, "work.digest.unpaid", count=unpaid))
    return told


async def punctuality(scene: Scene, since: datetime, until: datetime) -> tuple[int, int]:
    """How many visits were on time, of how many: those where somebody came, or should have."""
    counted = (Appointment.on_time.is_not(None), Appointment.ended_at > since, Appointment.ended_at <= until)
    row = (
        await scene.session.execute(
            select(func.count().filter(Appointment.on_time.is_(True)), func.count())
            .select_from(Appointment)
            .where(*counted)
        )
    ).one()
    return row[0], row[1]
