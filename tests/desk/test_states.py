"""The state machine of cases: every state and event, allowed or refused, as docs/lifecycle.md says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.case import Case, CaseKind, CaseState, Outcome, Waiting
from storage.errors import NotAllowed

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"
EVENTS: dict[str, Callable[[Case], None]] = {
    "take": lambda case: case.take(7),
    "pass on": lambda case: case.transfer(2, None),
    "give": lambda case: case.transfer(2, 7),
    "resolve": lambda case: case.resolve(NOW),
    "close": lambda case: case.close(Outcome.satisfied, NOW),
    "reopen": lambda case: case.reopen(),
    "merge": lambda case: case.merge_into(Case(id=9, state=CaseState.taken), NOW),
}

WAITS: dict[str, Callable[[Case], None]] = {
    "wait for the customer": lambda case: case.wait_for(Waiting.customer),
    "wait for a part": lambda case: case.wait_for(Waiting.parts),
    "go on": lambda case: case.go_on(),
    "pass on": EVENTS["pass on"],
    "resolve": EVENTS["resolve"],
    "close": EVENTS["close"],
}


def waits() -> list[tuple[str, str, str, str, str]]:
    """The page's table of waiting: state, whose it is, what it waits for, event, what it waits for then."""
    text = PAGE.read_text("utf-8").partition("## What a case waits for")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line
    ]
    assert rows[0][2:] == list(WAITS)
    cells = []
    for head, now, *follows in rows[2:]:
        state, _, whose = head.rstrip(")").partition(" (")
        cells += [(state, whose, now, event, what) for event, what in zip(WAITS, follows, strict=True)]
    return cells


def table() -> list[tuple[str, str, str, str]]:
    """The page's table: state, whose it is, event, what follows."""
    text = PAGE.read_text("utf-8").partition("## Every state, every event")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line
    ]
    events = rows[0][1:]
    cells = []
    for head, *follows in rows[2:]:
        found = re.fullmatch(r"(\w+) \((\w+)\)", head)
        assert found is not None, head
        cells += [(found[1], found[2], event, what) for event, what in zip(events, follows, strict=True)]
    return cells


def case_in(state: str, whose: str) -> Case:
    """A case as it is in a state."""
    owner = 5 if whose == "owner" else None
    return Case(
        kind=CaseKind.complaint,
        state=CaseState(state),
        owner_id=owner,
        first_taker_id=owner,
        transfers=0,
        supervised=False,
        answered_at=NOW if owner else None,
        resolved_at=NOW if state in ("resolved", "closed") else None,
        closed_at=NOW if state == "closed" else None,
        outcome=Outcome.satisfied if state == "closed" else None,
    )


def test_the_page_knows_every_state_and_event() -> None:
    """No state and no event is left out of the table."""
    cells = table()
    assert {state for state, *_ in cells} == {state.value for state in CaseState}
    assert {event for _, _, event, _ in cells} == set(EVENTS)
    assert len(cells) == 6 * len(EVENTS)


def test_the_diagram_draws_what_the_table_says() -> None:
    """Every way from one state to another has its arrow, and no arrow leads where no event does."""
    arrows = re.findall(r"^ +(\S+) --> (\w+): \S", PAGE.read_text("utf-8"), re.MULTILINE)
    ways = {(state, follows.split()[0]) for state, _, _, follows in table() if follows != "—"}
    assert sorted(arrows) == sorted({("[*]", "received"), *(way for way in ways if len(set(way)) == 2)})


@pytest.mark.parametrize(("state", "whose", "event", "follows"), table())
def test_every_state_and_every_event(state: str, whose: str, event: str, follows: str) -> None:
    """An event leads where the page says, or is refused and changes nothing."""
    case = case_in(state, whose)
    if follows == "—":
        with pytest.raises(NotAllowed) as refused:
            EVENTS[event](case)
        assert refused.value.state in {one.value for one in CaseState}
        assert case.state is CaseState(state)
    elif follows == "taken by the same owner only":
        with pytest.raises(NotAllowed):
            case.take(7)
        case.take(5)
        assert (case.state, case.owner_id) == (CaseState.taken, 5)
    else:
        EVENTS[event](case)
        assert case.state is CaseState(follows)


def test_a_merged_case_comes_back_only_by_being_parted() -> None:
    """It is never reopened; parted, it stands as before; and nothing goes into what is over."""
    case = case_in("taken", "owner")
    with pytest.raises(NotAllowed):
        case.merge_into(case_in("closed", "owner"), NOW)
    assert case.state is CaseState.taken
    with pytest.raises(NotAllowed):
        case.part(CaseState.taken)
    case.merge_into(Case(id=9, state=CaseState.taken), NOW)
    assert (case.state, case.outcome, case.merged_into_id) == (CaseState.closed, Outcome.merged, 9)
    with pytest.raises(NotAllowed):
        case.reopen()
    case.part(CaseState.taken)
    assert (case.state, case.outcome, case.closed_at, case.merged_into_id) == (
        CaseState.taken,
        None,
        None,
        None,
    )


def test_what_an_event_leaves_behind() -> None:
    """Who took first stays on record; reopening asks for a new answer and keeps the supervision."""
    case = case_in("received", "nobody")
    case.take(5)
    assert case.answer(NOW)
    assert not case.answer(NOW)
    case.resolve(NOW)
    case.reopen(supervised=True)
    assert (case.answered_at, case.resolved_at, case.supervised) == (None, None, True)
    case.owner_id = None
    case.take(7)
    assert (case.owner_id, case.first_taker_id) == (7, 5)
    case.close(Outcome.undetermined, NOW)
    case.reopen(supervised=False)
    assert (case.outcome, case.closed_at, case.supervised) == (None, None, True)


@pytest.mark.parametrize(("state", "whose", "now", "event", "follows"), waits())
def test_what_a_case_waits_for(state: str, whose: str, now: str, event: str, follows: str) -> None:
    """Waiting begins and ends where the page says; nothing that is done or over waits."""
    case = case_in(state, whose)
    case.waits_for = None if now == "nothing" else Waiting(now)
    if follows == "—":
        with pytest.raises(NotAllowed):
            WAITS[event](case)
        assert case.state is CaseState(state)
        assert case.waits_for == (None if now == "nothing" else now)
        return
    WAITS[event](case)
    assert case.waits_for == (None if follows == "nothing" else follows)
