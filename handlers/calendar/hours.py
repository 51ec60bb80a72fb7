"""Opening hours: the week as it usually is, and the days on which it is otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from handlers.calendar.public_holidays import DayOff, missing_years, public_day

DAY = 24 * 60


class Interval(NamedTuple):
    """From one minute of the local day up to another, counted from midnight; 1440 is its end."""

    start: int
    end: int


Intervals = tuple[Interval, ...]
_USUAL = (Interval(9 * 60, 18 * 60),)
WEEK: tuple[Intervals, ...] = (*[_USUAL] * 5, (), ())


class OddDay(StrEnum):
    """A day that the settings set apart without giving hours."""

    closed = "closed"
    workday = "workday"


@dataclass(frozen=True, slots=True)
class Hours:
    """What the settings say: the week from Monday on, the country's holidays, and single days.

    `holidays` is the country's two letters; empty for a business that works on holidays as on any day.
    """

    week: tuple[Intervals, ...] = WEEK
    holidays: str = "CN"
    days: Mapping[date, OddDay | Intervals] = field(default_factory=dict)

    def on(self, day: date) -> Intervals:
        """The intervals of a day: single days first, then holidays and their swap days, then the week."""
        own = self.days.get(day)
        if own is OddDay.closed:
            return ()
        if own is OddDay.workday:
            return self.week[day.weekday()] or self._usual()
        if own is not None:
            return own
        public = public_day(self.holidays, day) if self.holidays else None
        if public is DayOff.holiday:
            return ()
        if public is not None:
            # Saturday's lessons are not what is worked off: a swap day runs as the day it stands in for.
            return self.week[public] or self.week[day.weekday()] or self._usual()
        return self.week[day.weekday()]

    def years_unknown(self, today: date) -> list[int]:
        """This year or the next, if its swap days are neither in the tables nor named in the settings."""
        named = {day.year for day, odd in self.days.items() if odd is OddDay.workday}
        return [year for year in missing_years(self.holidays, today) if year not in named]

    def _usual(self) -> Intervals:
        return next((intervals for intervals in self.week if intervals), ())


def minutes(intervals: Sequence[Interval]) -> int:
    """How long intervals are together."""
    return sum(interval.end - interval.start for interval in intervals)
