"""The week of a department, as it is typed and as it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from babel.dates import get_day_names

from handlers.calendar.hours import Interval, Intervals
from handlers.calendar.reading import in_order, read_days, read_interval, write_interval

_CLOSED = frozenset({"closed", "off", "休息", "不上班"})
_CHINESE = {
    f"{week}{day}": code
    for week in ("周", "星期", "礼拜")
    for day, code in zip(
        "一二三四五六日天", ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "sun"), strict=True
    )
} | {"每天": "mon-sun", "工作日": "mon-fri", "周末": "sat-sun"}
_TO = re.compile(r"(?<=[a-z])\s*[-–~～到至]\s*(?=[a-z])")


def read_week(text: str) -> list[Intervals] | None:
    """The week from Monday on that "mon-fri 09:00-12:00 13:30-18:00, sat 09:00-12:00" means; else None.

    A day that is not named is free.
    """
    words = text.lower()
    for chinese, code in _CHINESE.items():
        words = words.replace(chinese, f" {code} ")
    words = _TO.sub("-", words)
    week: list[list[Interval]] = [[] for _ in range(7)]
    days: tuple[int, ...] = ()
    begun = False
    for word in re.split(r"[\s,，;；、]+", words.strip()):
        interval = read_interval(word)
        if interval is not None:
            if not days:
                return None
            for day in days:
                week[day].append(interval)
            begun = True
        elif word in _CLOSED and days:
            begun = True
        elif more := read_days(word):
            days, begun = (more if begun else (*days, *more)), False
        elif word:
            return None
    ordered = [in_order(day) for day in week]
    sound = [day for day in ordered if day is not None]
    return sound if len(sound) == 7 and any(sound) and begun else None


def week_in_words(week: Sequence[Intervals], language: str, closed: str) -> str:
    """Days with the same hours together: "Mon–Fri 09:00–18:00 · Sat–Sun closed"."""
    names = get_day_names("abbreviated", locale="zh" if language == "zh" else "en")
    parts = []
    for intervals, group in groupby(range(7), key=lambda day: tuple(week[day])):
        days = list(group)
        shown = names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}"
        parts.append(f"{shown} {', '.join(map(write_interval, intervals)) or closed}")
    return " · ".join(parts)
