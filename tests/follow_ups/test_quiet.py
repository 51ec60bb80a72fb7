"""The hours in which nobody is disturbed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.quiet_hours import in_quiet_hours, quiet
from handlers.rules import FollowUpRules

NIGHT = FollowUpRules()
AFTER_MIDNIGHT = FollowUpRules(quiet_from=time(0, 30), quiet_until=time(7, 0))
NEVER = FollowUpRules(quiet_from=time(9, 0), quiet_until=time(9, 0))
ZONES = [
    ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")
]

instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def at(text: str, zone: ZoneInfo) -> datetime:
    """An instant from local words."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("rules", "now", "then"),
    [
        (NIGHT, "2026-11-23T10:00", "2026-11-23T10:00"),
        (NIGHT, "2026-11-23T20:29", "2026-11-23T20:29"),
        (NIGHT, "2026-11-23T20:30", "2026-11-24T09:00"),
        (NIGHT, "2026-11-23T23:59", "2026-11-24T09:00"),
        (NIGHT, "2026-11-24T00:00", "2026-11-24T09:00"),
        (NIGHT, "2026-11-24T08:59", "2026-11-24T09:00"),
        (NIGHT, "2026-11-24T09:00", "2026-11-24T09:00"),
        (AFTER_MIDNIGHT, "2026-11-24T00:29", "2026-11-24T00:29"),
        (AFTER_MIDNIGHT, "2026-11-24T03:00", "2026-11-24T07:00"),
        (NEVER, "2026-11-24T03:00", "2026-11-24T03:00"),
    ],
)
def test_next_decent_moment(rules: FollowUpRules, now: str, then: str) -> None:
    """In the quiet hours the next decent moment is their end; at any other time it is now."""
    zone = ZONES[0]
    assert quiet(at(now, zone), zone, rules) == at(then, zone)


def test_clocks_that_are_put_forward() -> None:
    """An end of the quiet hours that spring leaves out is moved to the hour that clocks show instead."""
    berlin = ZONES[1]
    rules = FollowUpRules(quiet_from=time(22, 0), quiet_until=time(2, 30))
    then = quiet(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), berlin, rules)
    assert then.astimezone(berlin).strftime("%H:%M") == "03:30"


def test_clocks_that_are_put_back() -> None:
    """In the hour that autumn gives twice nobody is disturbed before the second end of the quiet hours."""
    berlin = ZONES[1]
    rules = FollowUpRules(quiet_from=time(22, 0), quiet_until=time(2, 30))
    second_ten_past_two = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert quiet(second_ten_past_two, berlin, rules) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(instants, times, times, st.sampled_from(ZONES))
def test_the_next_decent_moment_is_decent_and_near(
    now: datetime, start: time, end: time, zone: ZoneInfo
) -> None:
    """It never lies before now, hardly ever more than a day away, and never in the quiet hours."""
    rules = FollowUpRules(quiet_from=start, quiet_until=end)
    then = quiet(now, zone, rules)
    assert now <= then <= now + timedelta(hours=25)
    local = then.astimezone(zone)
    changing = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    assert changing or not in_quiet_hours(local.time(), rules)
