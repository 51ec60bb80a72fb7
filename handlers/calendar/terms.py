"""Terms: how long something may take, in calendar time, in working time, or in working days."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from handlers.calendar.business_time import BusinessCalendar, NeverOpen
from handlers.calendar.lengths import read_duration, write_duration

_DAYS = re.compile(r"(\d{1,3})\s*(?:working\s+days?|个?工作日)")
_HOURS = re.compile(r"(.+?)\s*working\s+(h|hours?|min|minutes?)|(.+?)个?工作(小时|分钟)")


class Unit(StrEnum):
    """Which clock a term runs by."""

    calendar = "calendar"
    working_time = "working_time"
    working_days = "working_days"


class Term(msgspec.Struct, frozen=True):
    """A length of time and its clock. `length` counts whole days where the unit is working days."""

    length: timedelta
    unit: Unit = Unit.calendar

    def due(self, calendar: BusinessCalendar, begun: datetime) -> datetime:
        """When it is over. Working days end with the last of them; the day it began is not counted.

        Where nobody works within a year, it runs by the calendar: a wait has an end all the same.
        """
        try:
            return self._due(calendar, begun)
        except NeverOpen:
            return begun + self.length

    def _due(self, calendar: BusinessCalendar, begun: datetime) -> datetime:
        if self.unit is Unit.calendar:
            return begun + self.length
        if self.unit is Unit.working_time:
            return calendar.add(begun, self.length.total_seconds())
        return calendar.end_of_day(begun, self.length.days)

    def __str__(self) -> str:
        """As it is written in the settings."""
        if self.unit is Unit.working_days:
            return f"{self.length.days} working day{'' if self.length.days == 1 else 's'}"
        if self.unit is Unit.calendar:
            return write_duration(self.length)
        minutes = int(self.length.total_seconds()) // 60
        return f"{minutes // 60} working hours" if minutes % 60 == 0 else f"{minutes} working minutes"


def read_term(text: str) -> Term | None:
    """The term a text states: "24 h", "4 working hours", "5 working days"; None if it states none."""
    words = " ".join(text.split()).lower()
    if found := _DAYS.fullmatch(words):
        days = int(found[1])
        return Term(timedelta(days=days), Unit.working_days) if days else None
    if found := _HOURS.fullmatch(words):
        length = read_duration(f"{found[1] or found[3]} {found[2] or found[4]}")
        return Term(length, Unit.working_time) if length else None
    length = read_duration(words)
    return Term(length) if length else None
