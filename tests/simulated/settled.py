"""The audit of suggestions and works: each is decided and answered, each chain ends or waits for somebody."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.appointment import Appointment, AppointmentState
from storage.case import Case, CaseKind, CaseState, Outcome
from storage.decision import Decision
from storage.event import Event
from storage.person import Identity
from storage.staff import Staff
from storage.work_order import BillState, WorkOrder, WorkState
from tests.simulated.findings import Findings
from tests.simulated.office import Office

NIGHT = timedelta(hours=16)
WITH_US = (WorkState.ordered, WorkState.located, WorkState.agreed)
"""As a work stands in these, the next step is ours."""
TO_INVOICE = 4
"""Working days from the repair to the invoice, or to whoever leads hearing that it is missing."""


async def settled(session: AsyncSession, office: Office, found: Findings) -> None:
    """Look at both."""
    await _suggestions(session, office, found)
    await _works(session, office, found)
    await _visits(session, office, found)


async def _suggestions(session: AsyncSession, office: Office, found: Findings) -> None:
    rows = await session.execute(
        select(Case.id, Case.number, Case.state, Case.outcome, Identity.external_id, Decision.decided_at)
        .join(Identity, Identity.person_id == Case.person_id)
        .outerjoin(Decision, Decision.case_id == Case.id)
        .where(Case.kind == CaseKind.suggestion)
        .order_by(Decision.id)
    )
    newest = {row[0]: row for row in rows}
    decided = 0
    for case_id, number, state, outcome, chat, at in newest.values():
        if at is not None:
            decided += 1
            heard = office.channel.read[chat]
            told = any(at <= moment <= at + NIGHT and number in text for moment, text in heard)
            if not told and chat not in office.channel.gone and at < office.now - NIGHT:
                found.faults.append(f"decided in silence: case {case_id}")
        elif state in (CaseState.resolved, CaseState.closed) and outcome not in (
            Outcome.withdrawn,
            Outcome.merged,
        ):
            found.faults.append(f"settled without a decision: case {case_id}")
    found.figures |= {"suggestions": len(newest), "suggestions decided": decided}


async def _works(session: AsyncSession, office: Office, found: Findings) -> None:
    rows = await session.execute(
        select(WorkOrder, Case.id, Case.outcome, Staff.left_at)
        .join(Case, Case.id == WorkOrder.case_id)
        .outerjoin(Staff, Staff.id == Case.owner_id)
    )
    told_above = set(await session.scalars(select(Event.case_id).where(Event.verb == "work.invoice_overdue")))
    for order, case_id, outcome, left_at in rows:
        name = f"works {order.state.value}"
        found.figures[name] = found.figures.get(name, 0) + 1
        if order.bill is not BillState.none:
            name = f"bills {order.bill.value}"
            found.figures[name] = found.figures.get(name, 0) + 1
        if outcome is Outcome.satisfied and order.state in WITH_US:
            found.faults.append(f"work ended in the middle: case {case_id} ({order.state.value})")
        if order.bill is BillState.due:
            if order.pay_at is None or order.pay_at < office.now - NIGHT:
                found.faults.append(f"nobody looks after the bill: case {case_id}, {order.pay_at}")
            if left_at is not None:
                found.faults.append(f"the bill is with somebody who left: case {case_id}")
        owed = order.state is WorkState.repaired and order.chargeable and order.bill is BillState.none
        late = order.repaired_at and office.calendar.end_of_day(order.repaired_at, TO_INVOICE) < office.now
        if owed and late and case_id not in told_above:
            found.faults.append(f"repaired and not invoiced: case {case_id}, {order.repaired_at}")


async def _visits(session: AsyncSession, office: Office, found: Findings) -> None:
    """Nobody waits at the door unnoticed, and nobody comes for what is settled."""
    rows = await session.execute(
        select(Appointment, Case.state)
        .join(Case, Case.id == Appointment.case_id)
        .where(Appointment.state == AppointmentState.agreed)
    )
    for visit, state in rows:
        if state in (CaseState.resolved, CaseState.closed):
            found.faults.append(f"a visit stands for what is settled: case {visit.case_id}")
        if visit.look_at < office.now - NIGHT:
            found.faults.append(f"a visit nobody looks at: case {visit.case_id}, {visit.starts_at}")
