"""Works, bills and visits: every state and every event, allowed or refused, as docs/work_orders.md says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.appointment import Appointment, AppointmentState
from storage.errors import NotAllowed
from storage.work_order import BillState, WorkOrder, WorkState

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WITHIN = timedelta(minutes=10)
PAGE = Path(__file__).parents[2] / "docs" / "work_orders.md"
WORK: dict[str, Callable[[WorkOrder], object]] = {
    "find": lambda work: work.locate("The pump", NOW),
    "offer": lambda work: work.offer(38000, "CNY", "A pump", NOW),
    "accept": lambda work: work.accept(NOW),
    "decline": lambda work: work.decline(NOW),
    "repair": lambda work: work.repair(NOW),
    "begin anew": lambda work: work.resume(),
    "invoice": lambda work: work.charge("118", NOW, NOW),
    "pay": lambda work: work.pay(NOW),
}
VISIT: dict[str, Callable[[Appointment], object]] = {
    "agree": lambda visit: visit.agree(NOW),
    "arrive": lambda visit: visit.arrive(NOW, WITHIN),
    "move": lambda visit: visit.move(NOW),
    "drop": lambda visit: visit.drop(NOW),
}


def table(head: str) -> list[tuple[str, str, str]]:
    """A table of the page: state, event, what follows."""
    text = PAGE.read_text("utf-8").partition(f"#### {head}")[2].partition("\n#")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line
    ]
    events = rows[0][1:]
    return [
        (state, event, what)
        for state, *follows in rows[2:]
        for event, what in zip(events, follows, strict=True)
    ]


def work_in(state: str) -> WorkOrder:
    """A work order as it is in a state; `invoiced` and `paid` are agreed, with a bill."""
    bill = {"invoiced": BillState.due, "paid": BillState.paid}.get(state, BillState.none)
    whole = WorkState.agreed if bill is not BillState.none else WorkState(state)
    priced = whole not in (WorkState.ordered, WorkState.located)
    return WorkOrder(state=whole, offers=1, price=38000 if priced else None, bill=bill, finding="")


def visit_in(state: str) -> Appointment:
    """An appointment as it is in a state."""
    return Appointment(state=AppointmentState(state), starts_at=NOW + timedelta(minutes=5))


def test_the_page_knows_every_state_and_event() -> None:
    """No state and no event is left out of the tables."""
    work, visits = table("The work"), table("The visit")
    assert {state for state, *_ in work} == {state.value for state in WorkState} | {"invoiced", "paid"}
    assert {event for _, event, _ in work} == set(WORK)
    assert len(work) == 8 * len(WORK)
    assert {state for state, *_ in visits} == {state.value for state in AppointmentState}
    assert {event for _, event, _ in visits} == set(VISIT)
    assert len(visits) == 5 * len(VISIT)


@pytest.mark.parametrize(("state", "event", "follows"), table("The work"))
def test_every_state_of_the_work_and_every_event(state: str, event: str, follows: str) -> None:
    """An event leads where the page says, or is refused and changes nothing."""
    work = work_in(state)
    before = (work.state, work.bill)
    if follows == "—":
        with pytest.raises(NotAllowed):
            WORK[event](work)
        assert (work.state, work.bill) == before
        return
    WORK[event](work)
    if event in ("invoice", "pay"):
        assert work.bill is {"invoiced": BillState.due, "paid": BillState.paid}[follows]
        assert work.state is before[0]
    else:
        assert work.state is WorkState(follows)


@pytest.mark.parametrize(("state", "event", "follows"), table("The visit"))
def test_every_state_of_a_visit_and_every_event(state: str, event: str, follows: str) -> None:
    """An event leads where the page says, or is refused and changes nothing."""
    visit = visit_in(state)
    if follows == "—":
        with pytest.raises(NotAllowed):
            VISIT[event](visit)
        assert visit.state is AppointmentState(state)
        return
    VISIT[event](visit)
    assert visit.state is AppointmentState(follows)


@pytest.mark.parametrize(
    ("minutes", "on_time"), [(-11, False), (-10, True), (0, True), (10, True), (11, False)]
)
def test_ten_minutes_more_or_less_are_on_time(minutes: int, on_time: bool) -> None:
    """Earlier than that is as little on time as later."""
    visit = Appointment(state=AppointmentState.agreed, starts_at=NOW)
    assert visit.arrive(NOW + timedelta(minutes=minutes), WITHIN) is on_time
    assert visit.on_time is on_time


def test_what_has_begun_cannot_be_agreed_on() -> None:
    """A time that is over is no time to come; nothing is charged where nothing was agreed to cost."""
    visit = Appointment(state=AppointmentState.proposed, starts_at=NOW)
    with pytest.raises(NotAllowed) as refused:
        visit.agree(NOW)
    assert refused.value.state == "over"
    work = work_in("agreed")
    work.price = 0
    with pytest.raises(NotAllowed):
        work.charge("118", NOW, NOW)


def test_a_new_finding_voids_the_offer() -> None:
    """Who agreed to one repair has not agreed to another."""
    work = work_in("agreed")
    work.decided_at = NOW
    work.locate("The motor as well", NOW)
    assert work.price is None
    assert work.decided_at is None
    work.offer(90000, "CNY", "Both", NOW)
    assert work.offers == 2
