"""Whose turn it is, and what a manager's words about it mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from handlers.rota.command import read_wish
from handlers.rota.planning import duty_day, from_turn
from storage.rota import Rhythm

MONDAY = date(2026, 11, 23)
THREE = ["Li", "Zhao", "Mei"]


@pytest.mark.parametrize(
    ("rhythm", "day", "first"),
    [
        (Rhythm.weekly, MONDAY, "Li"),
        (Rhythm.weekly, date(2026, 11, 29), "Li"),
        (Rhythm.weekly, date(2026, 11, 30), "Zhao"),
        (Rhythm.weekly, date(2026, 12, 14), "Li"),
        (Rhythm.daily, date(2026, 11, 25), "Mei"),
        (Rhythm.daily, date(2026, 11, 22), "Mei"),
    ],
)
def test_turns_go_round(rhythm: Rhythm, day: date, first: str) -> None:
    """Each has a day or a week, before the first day as well; the others follow in their order."""
    order = from_turn(THREE, rhythm, MONDAY, day)
    assert order[0] == first
    assert sorted(order) == sorted(THREE)
    assert from_turn([], rhythm, MONDAY, day) == []


def test_the_duty_changes_at_its_hour() -> None:
    """Until then the night is still yesterday's."""
    shanghai = ZoneInfo("Asia/Shanghai")
    night = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    assert duty_day(night, shanghai, time(9)) == MONDAY
    assert duty_day(night.replace(hour=1), shanghai, time(9)) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "key", "rhythm", "names", "first"),
    [
        ("night weekly Li, Zhao", "night", Rhythm.weekly, ("Li", "Zhao"), None),
        ("Night daily Li from 2026-12-01", "night", Rhythm.daily, ("Li",), date(2026, 12, 1)),
        ("夜班 每周 李、@zhao 从2026-12-01起", "夜班", Rhythm.weekly, ("李", "@zhao"), date(2026, 12, 1)),
    ],
)
def test_rotas_in_words(
    typed: str, key: str, rhythm: Rhythm, names: tuple[str, ...], first: date | None
) -> None:
    """Both languages are understood."""
    assert read_wish(typed) == (key, rhythm, names, first)


@pytest.mark.parametrize("typed", ["night", "night weekly", "night monthly Li", "n daily Li from 2026-13-01"])
def test_what_is_no_rota(typed: str) -> None:
    """It is said that it was not understood."""
    assert read_wish(typed) is None
