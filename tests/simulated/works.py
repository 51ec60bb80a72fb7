"""How agents walk a service request: find the fault, offer, agree on a time, come, repair, get paid."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from storage.appointment import Appointment, AppointmentState
from storage.store import Store
from storage.work_order import BillState, WorkOrder, WorkState
from tests.simulated.office import Office

Say = Callable[[str], None]
"""Write something in the topic of the case."""
VISITS = (time(11), time(15))
"""Whoever comes comes at the hour: time goes in steps here, and these are among them."""
GIVES_UP = timedelta(days=9)
"""So long an agent waits for a customer's word about an offer or a time before the matter is let rest."""
JUST_NOW = timedelta(hours=5)


@dataclass(slots=True)
class Work:
    """What agents see of a work on the card and under /work."""

    state: WorkState
    bill: BillState
    to_invoice: bool
    asked_at: datetime | None
    """When the customer was last asked for their word."""
    visit: int | None = None
    visit_state: AppointmentState | None = None
    starts_at: datetime | None = None


async def works_of(store: Store) -> dict[int, Work]:
    """Every work by its case."""
    async with store.read() as session:
        orders = (await session.scalars(select(WorkOrder))).all()
        visits = (await session.scalars(select(Appointment).order_by(Appointment.id))).all()
    found = {
        one.case_id: Work(
            one.state,
            one.bill,
            one.chargeable
            and one.state is WorkState.repaired
            and (one.bill is BillState.none or (one.bill is BillState.paid and one.outgrown)),
            one.offered_at,
        )
        for one in orders
    }
    for visit in visits:
        work = found[visit.case_id]
        work.visit, work.visit_state, work.starts_at = visit.id, visit.state, visit.starts_at
        work.asked_at = max(visit.proposed_at, work.asked_at or visit.proposed_at)
    return found


class Works:
    """What agents do next, and what they mean to do at a time."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office = office
        self._chance = chance
        self._planned: set[int] = set()
        self._pays_at: dict[int, datetime] = {}

    def step(self, case: int, work: Work | None, say: Say) -> str:
        """One step. `give_up`: the customer's word does not come; otherwise what was done, if anything."""
        # What was repaired and is open again begins anew.
        if work is None or work.state in (WorkState.ordered, WorkState.repaired):
            say("/work found The pump is worn out.")
            return "found"
        if work.state is WorkState.located:
            return self._offer(say)
        if work.state is WorkState.offered:
            return self._wait(work)
        if work.state is WorkState.declined:
            return self._offer(say, price=190)
        return self._visit(work, say)

    def bill(self, case: int, work: Work, say: Say) -> str:
        """The invoice after the repair, and the note that it is paid."""
        if work.to_invoice:
            say(f"/work invoice 2026-{case}")
            self._pays_at[case] = self.office.now + timedelta(days=self._chance.expovariate(1 / 6))
            return "invoice"
        if work.bill is BillState.due and self._pays_at.get(case, self.office.now) <= self.office.now:
            say("/work paid")
            return "paid"
        return ""

    def _offer(self, say: Say, price: int = 380) -> str:
        if self._chance.random() < 0.4:
            say("/work free")
            return "free"
        say(f"/work price {price} A new pump, fitted.")
        return "price"

    def _wait(self, work: Work) -> str:
        patient = work.asked_at is None or work.asked_at > self.office.now - GIVES_UP
        return "" if patient else "give_up"

    def _visit(self, work: Work, say: Say) -> str:
        over = work.starts_at is not None and work.starts_at < self.office.now
        match work.visit_state:
            case AppointmentState.proposed if not over:
                return self._wait(work)
            case AppointmentState.agreed if not over:
                return self._plan(work, say)
            case AppointmentState.agreed if self._just_over(work):
                # Whoever came forgot to say so, or comes now.
                say("/work arrived")
                return "arrived late"
            case AppointmentState.arrived:
                say("/work done")
                return "done"
        say(f"/work times {' | '.join(self._times())}")
        return "times"

    def _just_over(self, work: Work) -> bool:
        return work.starts_at is not None and self.office.now - work.starts_at < JUST_NOW

    def _times(self) -> list[str]:
        tomorrow = self.office.local.date() + timedelta(days=1)
        days = [tomorrow + timedelta(days=number) for number in range(4)]
        return [_in_words(day, self._chance.choice(VISITS)) for day in self._chance.sample(days, 2)]

    def _plan(self, work: Work, say: Say) -> str:
        if work.visit is None or work.starts_at is None or work.visit in self._planned:
            return ""
        self._planned.add(work.visit)
        left = work.starts_at - self.office.now
        chance = self._chance.random()
        if chance < 0.08 and left > timedelta(hours=2):
            later = work.starts_at.astimezone(self.office.house.zone) + timedelta(hours=4)
            words = f"/work late {_in_words(later.date(), later.time())} The visit before takes longer."
            self.office.later(left - timedelta(hours=1), lambda: say(words))
            return "late"
        if chance < 0.93:
            self.office.later(left, lambda: say("/work arrived"))
        return ""


def _in_words(day: date, at: time) -> str:
    return f"{day.isoformat()} {at:%H:%M}"
