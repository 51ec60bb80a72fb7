"""The time left in round words: whole hours and days, and the moment when they read otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.desk.time_left import in_round_numbers, words_change_at

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "said", "changes_in"),
    [
        (timedelta(days=5), ("days", 5), timedelta(seconds=1)),
        (timedelta(days=2, hours=1), ("days", 2), timedelta(hours=1, seconds=1)),
        (timedelta(hours=47, minutes=30), ("hours", 47), timedelta(minutes=30, seconds=1)),
        (timedelta(hours=1), ("hours", 1), timedelta(seconds=1)),
        (timedelta(minutes=59), ("hours", 0), timedelta(minutes=59)),
        (timedelta(0), ("hours", 0), timedelta(hours=1)),
        (-timedelta(minutes=90), ("hours", 1), timedelta(minutes=30)),
        (-timedelta(days=3, hours=2), ("days", 3), timedelta(hours=22)),
    ],
)
def test_the_table(left: timedelta, said: tuple[str, int], changes_in: timedelta) -> None:
    """What is said of a time, and when it reads otherwise."""
    assert in_round_numbers(left) == said
    assert words_change_at(NOON + left, NOON) - NOON == changes_in


@given(st.integers(-10_000_000, 10_000_000).map(lambda seconds: timedelta(seconds=seconds)))
def test_the_words_stand_until_then(left: timedelta) -> None:
    """Until the moment named they are true, and at it they are not any more, or the time is up."""
    due = NOON + left
    then = words_change_at(due, NOON)
    assert then > NOON
    last = then - timedelta(seconds=1)
    assert in_round_numbers(due - last) == in_round_numbers(left)
    assert in_round_numbers(due - then) != in_round_numbers(left) or then == due
