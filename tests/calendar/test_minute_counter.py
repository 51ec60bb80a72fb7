"""Business time against the plainest thing that could work: counting minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar import BusinessCalendar, Hours, Interval, OddDay

MINUTE = timedelta(minutes=1)
ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Beirut",
)
CHANGES = (
    datetime(2026, 3, 8),
    datetime(2026, 3, 28),
    datetime(2026, 3, 29),
    datetime(2026, 4, 4),
    datetime(2026, 10, 3),
    datetime(2026, 10, 24),
    datetime(2026, 10, 25),
    datetime(2026, 11, 1),
    datetime(2026, 9, 30),
)
"""Days around which the clocks of these zones are changed, or holidays begin."""


def intervals() -> st.SearchStrategy[tuple[Interval, ...]]:
    """Up to three intervals of a day, in order; neighbours may touch."""
    cuts = st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted)
    return cuts.map(
        lambda at: tuple(
            Interval(start * 15, end * 15) for start, end in zip(at[::2], at[1::2], strict=False)
        )
    )


hours = st.builds(
    Hours,
    week=st.tuples(*[intervals()] * 7),
    holidays=st.sampled_from(["", "CN"]),
    days=st.dictionaries(
        st.dates(date(2026, 3, 1), date(2026, 11, 5)),
        st.one_of(st.sampled_from(OddDay), intervals()),
        max_size=3,
    ),
)
begins = st.builds(
    lambda day, minutes: (day + timedelta(minutes=minutes)).replace(tzinfo=UTC),
    st.sampled_from(CHANGES),
    st.integers(-12 * 60, 30 * 60),
)


def worked_minutes(plan: Hours, zone: ZoneInfo, begin: datetime, count: int) -> list[bool]:
    """Whether each of the following minutes is worked: a clock that is set back is waited for."""
    at = begin - timedelta(days=2)
    latest = (date.min, 0)
    found = []
    while len(found) < count:
        local = at.astimezone(zone)
        latest = max(latest, (local.date(), local.hour * 60 + local.minute))
        if at >= begin:
            found.append(any(start <= latest[1] < end for start, end in plan.on(latest[0])))
        at += MINUTE
    return found


@settings(max_examples=60, deadline=None)
@given(hours, st.sampled_from(ZONES), begins, st.integers(0, 3 * 24 * 60))
def test_business_time_is_what_a_minute_counter_counts(
    plan: Hours, name: str, begin: datetime, length: int
) -> None:
    """Open or not, how much lies between, what time it is then, and when it opens: the same by counting."""
    zone = ZoneInfo(name)
    calendar = BusinessCalendar(zone, plan.on)
    worked = worked_minutes(plan, zone, begin, length + 1)
    end = begin + length * MINUTE
    total = sum(worked[:length])
    assert calendar.open_at(begin) == worked[0]
    assert calendar.open_at(end) == worked[length]
    assert calendar.between(begin, end) == total * 60
    if total:
        last = max(place for place in range(length) if worked[place])
        assert calendar.add(begin, total * 60) == begin + (last + 1) * MINUTE
        assert calendar.next_opening(begin) == begin + worked.index(True) * MINUTE
        assert calendar.working_before(end - MINUTE, begin) == begin + last * MINUTE
