"""Lengths of time as people write them: "90 s", "2 h 30 min", "5 days"."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_NAMES = {
    **dict.fromkeys(("s", "sec", "second", "seconds", "秒"), "s"),
    **dict.fromkeys(("m", "min", "minute", "minutes", "分", "分钟"), "m"),
    **dict.fromkeys(("h", "hour", "hours", "小时", "个小时"), "h"),
    **dict.fromkeys(("d", "day", "days", "天"), "d"),
    **dict.fromkeys(("w", "week", "weeks", "周"), "w"),
}
_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+|[\u4e00-\u9fff]+)\s*")


LONGEST = timedelta(days=36_525)
"""A century: what is longer was not meant, and no calendar reckons with it."""


def read_duration(text: str) -> timedelta | None:
    """The length of time a text states; None if it states none, or one beyond a century."""
    seconds, place = 0.0, 0
    while place < len(text):
        part = _PART.match(text, place)
        unit = _NAMES.get(part.group(2).lower()) if part else None
        if part is None or unit is None:
            return None
        seconds += float(part.group(1)) * _UNITS[unit]
        place = part.end()
    meant = bool(text.strip()) and seconds <= LONGEST.total_seconds()
    return timedelta(seconds=seconds) if meant else None


def write_duration(length: timedelta) -> str:
    """A length of time in the largest unit that divides it."""
    seconds = int(length.total_seconds())
    for unit, name in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds and seconds % unit == 0:
            return f"{seconds // unit} {name}"
    return f"{seconds} s"
