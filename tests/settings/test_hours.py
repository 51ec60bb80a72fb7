"""Hours in the settings: weeks, single days, countries, and what is said of wrong ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.doctor.business import examine
from bot.house_building import build_house
from bot.settings import Settings
from handlers.calendar import BusinessCalendar, Hours, Interval


def house_of(**hours: Any) -> Hours:
    """The hours a house gets from these settings."""
    settings = Settings.model_validate({"hours": hours})
    return build_house(settings).hours


def test_the_usual_week_is_nine_to_six() -> None:
    """Who sets nothing works from Monday to Friday, nine to six, and not on China's holidays."""
    assert house_of() == Hours()


def test_a_week_with_lunch_and_a_short_saturday() -> None:
    """Ranges and lists of days may be mixed; days that are not named are free."""
    week = house_of(week={"mon-fri": ["13:30-18:00", "09:00-12:00"], "sat": ["09:00-12:00"]}).week
    assert week[0] == week[4] == (Interval(540, 720), Interval(810, 1080))
    assert week[5] == (Interval(540, 720),)
    assert week[6] == ()


def test_single_days_and_a_country() -> None:
    """Single days go over holidays, in TOML's own dates or as text."""
    hours = house_of(
        holidays="DE",
        days={"2026-12-24": ["09:00-12:00"], date(2026, 12, 28): "closed", "2026-12-25": "workday"},
    )
    calendar = BusinessCalendar(ZoneInfo("Europe/Berlin"), hours.on)
    assert calendar.next_opening(datetime(2026, 12, 24, 11, 0, tzinfo=UTC)) == datetime(
        2026, 12, 25, 8, 0, tzinfo=UTC
    )
    assert hours.on(date(2026, 12, 28)) == ()


def test_a_department_has_hours_of_its_own() -> None:
    """One department may answer round the clock while the others go home."""
    settings = Settings.model_validate(
        {
            "business": {
                "departments": [
                    {"key": "desk", "name": "Desk", "kinds": ["inquiry"]},
                    {
                        "key": "accidents",
                        "name": "Accidents",
                        "hours": {"week": {"mon-sun": ["00:00-24:00"]}, "holidays": ""},
                    },
                ]
            }
        }
    )
    desk, accidents = build_house(settings).departments
    assert desk.hours is None
    assert accidents.hours is not None
    assert accidents.hours.on(date(2026, 10, 1)) == (Interval(0, 1440),)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"week": {"mon-fri": ["9-17"]}}, "write a list of times"),
        ({"week": {"mon": ["09:00-12:00", "11:00-13:00"]}}, "may not overlap"),
        ({"week": {"mon": ["22:00-06:00"]}}, "the next day's"),
        ({"week": {"funday": ["09:00-12:00"]}}, "is no day"),
        ({"week": {"mon-tue": ["09:00-12:00"], "tue": ["09:00-12:00"]}}, "there twice"),
        ({"week": {"mon": []}}, "at least one day needs hours"),
        ({"holidays": "cn"}, 'like "CN"'),
        ({"days": {"2026-12-24": "half"}}, '"closed", "workday"'),
        ({"days": {"24.12.": "closed"}}, "date"),
    ],
)
def test_what_cannot_be_is_refused_in_words(hours: dict[str, Any], said: str) -> None:
    """Wrong hours are refused before anything starts, with what would be right."""
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({"hours": hours})
    assert said in str(refused.value)


def test_the_doctor_looks_for_missing_swap_days() -> None:
    """In autumn the doctor mentions that the next year is not known; in that year it asks for it."""
    settings = Settings()

    def said(now: datetime) -> str:
        return next(str(found) for found in examine(settings, now) if found.what == "hours")

    assert said(datetime(2039, 11, 5, tzinfo=UTC)).startswith("✗ hours: next at work 2039-11-07")
    assert "2027 are worked for holidays" in said(datetime(2026, 11, 23, 2, tzinfo=UTC))
    assert said(datetime(2026, 11, 23, 2, tzinfo=UTC)).startswith("✓ hours: next at work 2026-11-23 10:00")
    assert "not known" not in said(datetime(2026, 10, 1, tzinfo=UTC))
    named = Settings.model_validate({"hours": {"days": {"2027-02-20": "workday"}}})
    assert all("not known" not in str(one) for one in examine(named, datetime(2026, 11, 23, tzinfo=UTC)))
