"""Times and days as people write them: "tomorrow 14:00", "26.11. 9:30", "周五 14:00", "5.12."."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

Decent: TypeAlias = Callable[[datetime], datetime]
"""The next moment at which people may be disturbed."""
MOST = 3
FARTHEST = timedelta(days=180)
_CLOCK = r"(?P<hour>\d{1,2})[:：点](?P<minute>\d{2})?"
_DAY = (
    r"(?P<today>today|今天)|(?P<tomorrow>tomorrow|明天)|(?P<after>后天)"
    r"|(?P<year>\d{4})-(?P<ymonth>\d{1,2})-(?P<yday>\d{1,2})"
    r"|(?P<cmonth>\d{1,2})月(?P<cday>\d{1,2})[日号]"
    r"|(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?"
    r"|(?P<week>mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:周|星期|礼拜)(?P<cweek>[一二三四五六日天])"
)
_WHOLE_DAY = re.compile(_DAY, re.IGNORECASE)
_BETWEEN_DAYS = re.compile(r"[|｜;；,，、\n]")
_MOMENT = re.compile(rf"(?:(?:{_DAY})[,，]?\s*)?{_CLOCK}", re.IGNORECASE)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CWEEK = "一二三四五六日"


def read_times(text: str, now: datetime, zone: tzinfo) -> list[datetime]:
    """The coming times that a text names, between bars, commas or on lines; empty if one of them is none."""
    times: list[datetime] = []
    for part in re.split(r"[|｜;；\n、]|[,，](?=\s*\S+\s+\d{1,2}[:：])", text):
        found = read_time(part, now, zone) if part.strip() else None
        if found is None or found[1]:
            return []
        times.append(found[0])
    unique = sorted(set(times))
    return unique if len(unique) <= MOST else []


def read_time(text: str, now: datetime, zone: tzinfo) -> tuple[datetime, str] | None:
    """The coming time that a text begins with, and the words after it. None for what is over or far away."""
    found = _MOMENT.match(text.strip())
    if found is None:
        return None
    local = now.astimezone(zone)
    try:
        clock = time(int(found["hour"]), int(found["minute"] or 0))
        moment = datetime.combine(_day(found, local.date()), clock, tzinfo=zone)
        if moment.astimezone(UTC) <= now and _yearless(found):
            moment = moment.replace(year=moment.year + 1)
        at = moment.astimezone(UTC)
    except (ValueError, OverflowError):  # no such day, or none that any clock shows
        return None
    rest = text.strip()[found.end() :].strip(" ,，:：")
    return (at, rest) if now < at <= now + FARTHEST else None


def read_days(text: str, now: datetime, zone: tzinfo) -> list[date]:
    """The coming days that a text names, between bars or commas; empty if one of them is none."""
    days: set[date] = set()
    for part in _BETWEEN_DAYS.split(text):
        found = read_day(part, now, zone) if part.strip() else None
        if found is None or found[1]:
            return []
        days.add(found[0])
    return sorted(days) if len(days) <= MOST else []


def read_day(text: str, now: datetime, zone: tzinfo) -> tuple[date, str] | None:
    """The coming day that a text begins with, and the words after it. None for what is over or far away."""
    found = _WHOLE_DAY.match(text.strip())
    if found is None:
        return None
    today = now.astimezone(zone).date()
    try:
        day = _day(found, today)
        if day < today and _yearless(found):
            day = day.replace(year=day.year + 1)
    except (ValueError, OverflowError):  # no such day
        return None
    rest = text.strip()[found.end() :].strip(" ,，:：")
    return (day, rest) if today <= day <= today + FARTHEST else None


def _day(found: re.Match[str], today: date) -> date:
    if found["tomorrow"]:
        return today + timedelta(days=1)
    if found["after"]:
        return today + timedelta(days=2)
    if found["year"]:
        return date(int(found["year"]), int(found["ymonth"]), int(found["yday"]))
    if found["cmonth"]:
        return date(today.year, int(found["cmonth"]), int(found["cday"]))
    if found["month"]:
        return date(today.year, int(found["month"]), int(found["day"]))
    weekday = _weekday(found)
    return today if weekday is None else today + timedelta(days=(weekday - today.weekday()) % 7 or 7)


def _weekday(found: re.Match[str]) -> int | None:
    if found["week"]:
        return _WEEK.index(found["week"].lower())
    return _CWEEK.index(found["cweek"].replace("天", "日")) if found["cweek"] else None


def _yearless(found: re.Match[str]) -> bool:
    """Whether it names a day of a year without the year: in December, January is the next one."""
    return bool(found["month"] or found["cmonth"])


def look_times(
    starts: datetime, since: datetime, before: tuple[timedelta, ...], within: timedelta, decent: Decent
) -> tuple[datetime, ...]:
    """When to look at an appointment: at its reminders in decent hours, and when it should have begun.

    A reminder that would not lie between the agreement and the time itself is left out.
    """
    wished = {decent(starts - early) for early in before if starts - early > since}
    return (*sorted(moment for moment in wished if since < moment < starts), starts + within)
