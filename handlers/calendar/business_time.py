"""Arithmetic of business time: functions of an instant and of the hours of each local day.

An interval begins at the first instant at which the local clock shows its start or later, and ends at the
first at which it shows its end or later. So an hour that spring leaves out is not worked, and the hour
that autumn gives twice is worked twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.calendar.hours import DAY, Intervals

FARTHEST = timedelta(days=400)
"""How far an opening is looked for: who has none within a year has none."""
_MINUTE = timedelta(minutes=1)


class NeverOpen(Exception):
    """No opening within a year of the instant asked about."""


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The hours of one department (or the business) in its zone. Instants are aware; answers are in UTC."""

    zone: ZoneInfo
    hours_on: Callable[[date], Intervals]

    def open_at(self, instant: datetime) -> bool:
        """Whether somebody works at this instant."""
        return any(start <= instant < end for start, end in self._spans_near(instant))

    def next_opening(self, instant: datetime) -> datetime:
        """This instant if it is a working one, else the next that is. Raises NeverOpen."""
        start, _ = next(self._spans_from(instant))
        return max(start, instant.astimezone(UTC))

    def soonest(self, instant: datetime) -> datetime:
        """The next working instant, or the instant itself where nobody works within a year."""
        try:
            return self.next_opening(instant)
        except NeverOpen:
            return instant

    def next_closing(self, instant: datetime) -> datetime:
        """The end of the interval that is running or comes next. Raises NeverOpen."""
        return next(self._spans_from(instant))[1]

    def add(self, instant: datetime, seconds: float) -> datetime:
        """The first instant by which so many seconds have been worked. Raises NeverOpen."""
        left = timedelta(seconds=seconds)
        if left <= timedelta(0):
            return instant.astimezone(UTC)
        for start, end in self._spans_from(instant):
            start = max(start, instant.astimezone(UTC))
            if left <= end - start:
                return start + left
            left -= end - start
        raise NeverOpen

    def between(self, first: datetime, second: datetime) -> float:
        """The seconds worked between two instants; negative if the second comes first."""
        if second < first:
            return -self.between(second, first)
        worked = timedelta(0)
        day = _local_day(first, self.zone) - timedelta(days=1)
        while day <= _local_day(second, self.zone) + timedelta(days=1):
            for start, end in self._spans(day):
                worked += max(min(end, second) - max(start, first), timedelta(0))
            day += timedelta(days=1)
        return worked.total_seconds()

    def end_of_day(self, instant: datetime, days: int) -> datetime:
        """The closing of the n-th working day after the instant's own. Raises NeverOpen."""
        day, left = _local_day(instant, self.zone), days
        last = day + FARTHEST
        while day <= last:
            day += timedelta(days=1)
            spans = list(self._spans(day))
            left -= bool(spans)
            if spans and left <= 0:
                return spans[-1][1]
        raise NeverOpen

    def working_before(self, instant: datetime, not_before: datetime) -> datetime | None:
        """The last full minute worked up to the instant; None if there is none since `not_before`."""
        best = None
        day = _local_day(not_before, self.zone) - timedelta(days=1)
        while day <= _local_day(instant, self.zone) + timedelta(days=1):
            for start, end in self._spans(day):
                latest = instant if start <= instant < end else end - _MINUTE
                if start <= latest <= instant and latest >= not_before:
                    best = latest
            day += timedelta(days=1)
        return best

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for interval in self.hours_on(day):
            start, end = (_reaches(day, minute, self.zone) for minute in interval)
            if start < end:
                yield start, end

    def _spans_near(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        # Where the clock is set back over midnight, an interval of yesterday still runs on a new date.
        today = _local_day(instant, self.zone)
        for away in (-1, 0, 1):
            yield from self._spans(today + timedelta(days=away))

    def _spans_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every interval that ends after the instant, in order; after a year without one, NeverOpen."""
        day = _local_day(instant, self.zone) - timedelta(days=1)
        last = day + FARTHEST
        while day <= last:
            for start, end in self._spans(day):
                if end > instant:
                    last = day + FARTHEST
                    yield start, end
            day += timedelta(days=1)
        raise NeverOpen


def _local_day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def _reaches(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The first instant at which the local clock shows this minute of the day, or later."""
    if minute == DAY:
        day, minute = day + timedelta(days=1), 0
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return first
    # A time that is left out: the instant at which the clock jumps over it.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    low, high = 0, int((first - before) / _MINUTE)
    while low < high:
        middle = (low + high) // 2
        shown = (before + middle * _MINUTE).astimezone(zone).replace(tzinfo=None)
        low, high = (low, middle) if shown >= wall else (middle + 1, high)
    return before + low * _MINUTE
