"""Lengths of time as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar.lengths import read_duration, write_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90 s", 90), ("2h 30min", 9000), ("5 days", 432_000), ("1.5 h", 5400), ("1 week", 604_800)],
)
def test_read(text: str, seconds: int) -> None:
    """Usual ways of writing a length of time are understood."""
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "  ", "soon", "5", "5 moons", "h 5", "5 h later"])
def test_no_duration(text: str) -> None:
    """What is none is not guessed at."""
    assert read_duration(text) is None


@given(st.integers(min_value=0, max_value=10**8))
def test_written_durations_are_read_back(seconds: int) -> None:
    """Whatever is written down is read back as the same."""
    length = timedelta(seconds=seconds)
    assert read_duration(write_duration(length)) == length
