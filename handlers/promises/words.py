"""Saying an instant as people do: "tomorrow, 24 November, 10:15" in the zone of the business."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo

from babel.dates import format_date

_DAYS = {
    "en": {"today": "today, {time}", "tomorrow": "tomorrow, {day}, {time}", "other": "{day}, {time}"},
    "zh": {"today": "今天 {time}", "tomorrow": "明天（{day}）{time}", "other": "{day} {time}"},
}
_FROM = {
    "en": {"today": "today from {time}", "tomorrow": "tomorrow from {time}", "other": "{day} from {time}"},
    "zh": {"today": "今天 {time} 起", "tomorrow": "明天 {time} 起", "other": "{day} {time} 起"},
}
_PATTERNS = {
    "en": {"near": "d MMMM", "week": "EEEE, d MMMM", "year": "d MMMM y"},
    "zh": {"near": "M月d日", "week": "M月d日EEEE", "year": "y年M月d日"},
}


def in_local_words(moment: datetime, now: datetime, zone: tzinfo, language: str) -> str:
    """The moment in words, as seen from `now`: both are taken to the zone first."""
    return _say(_DAYS, moment, now, zone, language)


def day_in_words(day: date, today: date, language: str) -> str:
    """A day in words: "Saturday, 5 December"."""
    speech = language if language in _PATTERNS else "en"
    return format_date(day, _PATTERNS[speech]["week" if day.year == today.year else "year"], locale=speech)


def local_day_in_words(moment: datetime, now: datetime, zone: tzinfo, language: str) -> str:
    """The day of a moment in words, as seen from `now`: both are taken to the zone first."""
    return day_in_words(moment.astimezone(zone).date(), now.astimezone(zone).date(), language)


def from_in_local_words(moment: datetime, now: datetime, zone: tzinfo, language: str) -> str:
    """From when on something is so: "tomorrow from 09:00"."""
    return _say(_FROM, moment, now, zone, language)


def _say(
    words: Mapping[str, Mapping[str, str]], moment: datetime, now: datetime, zone: tzinfo, language: str
) -> str:
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    away = local.date() - today
    which = {timedelta(0): "today", timedelta(days=1): "tomorrow"}.get(away, "other")
    far = "week" if local.year == today.year else "year"
    pattern = "near" if which == "tomorrow" else far
    speech = language if language in words else "en"
    day = format_date(local.date(), _PATTERNS[speech][pattern], locale=speech)
    return words[speech][which].format(day=day, time=f"{local:%H:%M}")
