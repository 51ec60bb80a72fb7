"""Public holidays of a country, with the weekend days that are worked in exchange (China's 调休)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from functools import cache
from types import MappingProxyType

_INSTEAD = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_SWAPPING = frozenset({"CN"})
"""Countries whose government announces each year's swap days anew, some weeks before it begins."""
ANNOUNCED_BY = 11
"""The month from which the next year's days can be expected to be known."""


class DayOff(Enum):
    """What the calendar of a country says of a day."""

    holiday = "holiday"


Public = DayOff | int
"""A holiday; or, on a weekend that is worked in exchange, the weekday (Monday 0) it stands in for."""


def public_day(country: str, day: date) -> Public | None:
    """What a day is in a country; None for an ordinary one."""
    return _year(country, day.year).get(day)


def known_countries() -> frozenset[str]:
    """The two letters of every country whose holidays are known."""
    from holidays import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False))


def missing_years(country: str, today: date) -> list[int]:
    """This year and, from November on, the next, where swap days must exist and are not known yet."""
    if country not in _SWAPPING:
        return []
    years = [today.year] + ([today.year + 1] if today.month >= ANNOUNCED_BY else [])
    return [year for year in years if not any(isinstance(one, int) for one in _year(country, year).values())]


@cache
def _year(country: str, year: int) -> Mapping[date, Public]:
    # The library is large: whoever asks for no holidays does not load it.
    from holidays import country_holidays

    table = country_holidays(country, years=year, expand=False, language="en_US" if country == "CN" else None)
    days: dict[date, Public] = {}
    worked: dict[date, int] = {}
    for day in table:
        days[day] = DayOff.holiday
        if found := _INSTEAD.search(table[day]):
            month, of_month, of_year = map(int, found.groups())
            worked[date(of_year, month, of_month)] = day.weekday()
    if country in _SWAPPING:
        days |= dict.fromkeys(_enclosed(days), DayOff.holiday)
    swaps = {day for day in getattr(table, "weekend_workdays", ()) if day.year == year}
    days |= {day: worked.get(day, 0) for day in swaps}
    return MappingProxyType(days)


def _enclosed(days: Mapping[date, Public]) -> list[date]:
    """Weekend days between two days of one holiday: announced as part of it, though not listed."""
    found = []
    for day in days:
        friday = day.weekday() == 4
        if friday and day + timedelta(days=3) in days:
            found += [day + timedelta(days=1), day + timedelta(days=2)]
        elif day.weekday() == 5 and day + timedelta(days=2) in days:
            found.append(day + timedelta(days=1))
    return found
