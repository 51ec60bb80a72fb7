"""The business's hours as the settings write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from handlers.calendar.hours import Hours, Interval, Intervals, OddDay
from handlers.calendar.public_holidays import known_countries
from handlers.calendar.reading import in_order, read_days, read_interval

_RIGHT = 'write a list of times like ["09:00-12:00", "13:30-18:00"]; 24:00 is the end of a day'


def _intervals(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        raise ValueError(_RIGHT)
    found = [read_interval(one) if isinstance(one, str) else None for one in value]
    ordered = in_order([one for one in found if one is not None])
    if ordered is None or None in found:
        raise ValueError(f"{_RIGHT}; they may not overlap, and what goes on after midnight is the next day's")
    return ordered


def _week(value: Mapping[str, Intervals]) -> Mapping[str, Intervals]:
    named: list[int] = []
    for key in value:
        days = read_days(key)
        if not days:
            raise ValueError(f'{key!r} is no day; write "mon", "mon-fri" or "sat,sun"')
        named += days
    if len(set(named)) < len(named):
        raise ValueError("a day of the week is there twice")
    if not any(value.values()):
        raise ValueError("at least one day needs hours: nothing could ever be promised otherwise")
    return value


def _country(value: str) -> str:
    known = known_countries()
    if value and value not in known:
        near = get_close_matches(value.upper(), known, n=1)
        raise ValueError(f'write the two letters of a country, like "{near[0] if near else "CN"}", or ""')
    return value


def _odd(value: Any) -> Any:
    if isinstance(value, str):
        if value in {odd.value for odd in OddDay}:
            return OddDay(value)
        raise ValueError(f'write "closed", "workday", or {_RIGHT.removeprefix("write ")}')
    return _intervals(value)


DayHours = Annotated[tuple[Interval, ...], BeforeValidator(_intervals)]


class HoursSettings(BaseModel):
    """When somebody is there to work."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week: Annotated[dict[str, DayHours], AfterValidator(_week)] = {
        "mon-fri": (Interval(9 * 60, 18 * 60),),
    }
    holidays: Annotated[str, AfterValidator(_country)] = "CN"
    days: dict[date, Annotated[OddDay | tuple[Interval, ...], BeforeValidator(_odd)]] = {}

    def as_hours(self) -> Hours:
        """The same, as business time wants it."""
        week: list[Intervals] = [()] * 7
        for key, intervals in self.week.items():
            for day in read_days(key):
                week[day] = intervals
        return Hours(tuple(week), self.holidays, self.days)
