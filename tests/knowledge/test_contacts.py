"""Settled at the first contact, as arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.knowledge.contacts import Touch, contacts_of, settled_at_once

START = datetime(2026, 11, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
END = START + timedelta(days=40)


def touch(day: float, *, fine: bool = True, person: int = 1) -> Touch:
    """Something that happened on a day."""
    return Touch(person, START + timedelta(days=day), fine)


@pytest.mark.parametrize(
    ("touches", "settled", "counted"),
    [
        ([], 0, 0),
        ([touch(1)], 1, 1),
        ([touch(1, fine=False)], 0, 1),
        ([touch(1, fine=False), touch(1.2)], 1, 1),
        ([touch(1), touch(1.2, fine=False)], 0, 1),
        ([touch(1), touch(5)], 0, 1),
        ([touch(1), touch(9)], 2, 2),
        ([touch(1), touch(5, person=2)], 2, 2),
        ([touch(39)], 0, 0),
        ([touch(-2)], 0, 0),
        ([touch(-2), touch(1)], 0, 0),
    ],
    ids=[
        "nobody",
        "one good answer",
        "left without one",
        "in the second attempt of the same contact",
        "the last word counts",
        "came back within the window",
        "came back much later: another matter",
        "two customers",
        "too recent to tell",
        "began before the time asked about",
        "the second contact of a matter is no first one",
    ],
)
def test_first_contact(touches: list[Touch], settled: int, counted: int) -> None:
    """A matter is settled at once if its one contact ended well and the customer did not come back."""
    assert settled_at_once(contacts_of(touches), WEEK, START, END) == (settled, counted)


@given(
    st.lists(st.tuples(st.integers(1, 3), st.floats(0, 39), st.booleans()), max_size=30),
)
def test_never_more_settled_than_counted(some: list[tuple[int, float, bool]]) -> None:
    """However people come and go, the share lies between none and all, and order does not matter."""
    touches = [touch(day, fine=fine, person=person) for person, day, fine in some]
    settled, counted = settled_at_once(contacts_of(touches), WEEK, START, END)
    assert 0 <= settled <= counted <= len(touches)
    assert settled_at_once(contacts_of(touches[::-1]), WEEK, START, END) == (settled, counted)
