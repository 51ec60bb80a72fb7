"""What a manager types: words | key words | next news at a time; and times as people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from handlers.calendar.lengths import read_duration

LONGEST = timedelta(days=30)
_NAMED = re.compile(r"next\s+news|下一?次", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:next\s+news|news|下次消息|下一次消息|下次进展|下次通知|消息)?\s*(?:at|in|by|于|在)?\s*[:：]?\s*",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:(\d{4}-\d{1,2}-\d{1,2})|(tomorrow|today|明天|今天))?\s*(\d{1,2})[:：](\d{2})", re.IGNORECASE
)
_TOMORROW = frozenset({"tomorrow", "明天"})


class Typed(NamedTuple):
    """Words for customers, key words, and the next news; `when` is None where no time was named."""

    words: str
    key_words: tuple[str, ...]
    when: datetime | None
    unclear: bool = False
    """A time was named that is none, or is over."""


def read_typed(text: str, now: datetime, zone: tzinfo) -> Typed:
    """Take apart what stands between bars: the words first; a time is a time, the rest are key words."""
    words, *rest = (part.strip() for part in re.split(r"[|｜]", text))
    key_words: list[str] = []
    when, unclear = None, False
    for part in rest:
        moment = read_moment(part, now, zone)
        if moment is not None:
            when = moment
        elif _NAMED.match(part) or _CLOCK.fullmatch(part):
            unclear = True
        else:
            key_words += split_words(part)
    return Typed(words, tuple(key_words), when, unclear)


def split_words(text: str) -> list[str]:
    """Key words between commas or on lines of their own."""
    parts = [part.strip() for part in re.split(r"[,，、;；\n]", text)]
    return [part for part in parts if part]


def read_moment(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The coming moment that a text names ("16:00", "tomorrow 9:30", "2 h"), if it names one."""
    said = _LEAD.sub("", text.strip(), count=1)
    moment = _at_clock(said, now, zone)
    if moment is None and (length := read_duration(said.removesuffix("后"))) is not None:
        moment = now + length
    return moment.astimezone(UTC) if moment is not None and now < moment <= now + LONGEST else None


def _at_clock(said: str, now: datetime, zone: tzinfo) -> datetime | None:
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    local = now.astimezone(zone)
    try:
        moment = local.replace(hour=int(found[3]), minute=int(found[4]), second=0, microsecond=0)
        if found[1]:
            year, month, day = map(int, found[1].split("-"))
            return moment.replace(year=year, month=month, day=day)
    except ValueError:
        return None
    if found[2]:
        return moment + timedelta(days=found[2].lower() in _TOMORROW)
    # The next time the clock shows it.
    return moment if moment > local else moment + timedelta(days=1)
