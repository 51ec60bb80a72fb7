"""Days and hours as people say them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from handlers.calendar.hours import Intervals
from handlers.calendar.reading import write_interval
from handlers.turn import Turn
from storage.exceptional_day import ExceptionalDay

_PATTERNS = {"en": "EEE d MMM", "zh": "M月d日EEE"}


def day_in_words(day: date, language: str) -> str:
    """A day of the coming weeks."""
    speech = language if language in _PATTERNS else "en"
    return format_date(day, _PATTERNS[speech], locale=speech)


def span_in_words(row: ExceptionalDay, language: str) -> str:
    """The day or days of an exception."""
    first = day_in_words(row.first_day, language)
    return first if row.first_day == row.last_day else f"{first} – {day_in_words(row.last_day, language)}"


def times_in_words(turn: Turn, intervals: Intervals) -> str:
    """The hours of a day; that it is closed, if it has none."""
    return ", ".join(map(write_interval, intervals)) or turn.text_of("hours.closed")
