"""Hours as people write them: "09:00-12:00", "mon-fri", "closed". Used by settings and by /hours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from handlers.calendar.hours import DAY, Interval, Intervals

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_INTERVAL = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~～到至]\s*(\d{1,2}):(\d{2})")


def read_interval(text: str) -> Interval | None:
    """One interval of a day; None for what is none. 24:00 is the end of the day."""
    found = _INTERVAL.fullmatch(text.strip().replace("：", ":"))
    if found is None:
        return None
    hour, minute, end_hour, end_minute = map(int, found.groups())
    interval = Interval(hour * 60 + minute, end_hour * 60 + end_minute)
    well = minute < 60 and end_minute < 60 and interval.start < interval.end <= DAY
    return interval if well else None


def in_order(intervals: Iterable[Interval]) -> Intervals | None:
    """The intervals of a day in order; None if two of them overlap."""
    ordered = tuple(sorted(intervals))
    overlap = any(one.end > other.start for one, other in pairwise(ordered))
    return None if overlap else ordered


def read_days(text: str) -> tuple[int, ...]:
    """The weekdays (Monday 0) that `mon`, `mon-fri` or `sat,sun` means; empty for what means none."""
    found: list[int] = []
    for part in text.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            return ()
        start, end = DAYS.index(first), DAYS.index(last or first)
        found += range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)]
    return tuple(found)


def write_interval(interval: Interval) -> str:
    """An interval as clocks show it."""
    return f"{clock(interval.start)}–{clock(interval.end)}"


def clock(minute: int) -> str:
    """A minute of the day as clocks show it."""
    return f"{minute // 60:02}:{minute % 60:02}"
