"""Whose turn it is: functions of their arguments alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from storage.rota import Rhythm

_Who = TypeVar("_Who")
DAYS = {Rhythm.daily: 1, Rhythm.weekly: 7}


def duty_day(now: datetime, zone: tzinfo, changes_at: time) -> date:
    """The local date whose duty runs: until the hour of the change it is still yesterday's."""
    local = now.astimezone(zone)
    return local.date() - timedelta(days=local.time() < changes_at)


def from_turn(people: Sequence[_Who], rhythm: Rhythm, first_day: date, day: date) -> list[_Who]:
    """Everybody in the order in which they are called: whose turn it is on that day comes first."""
    if not people:
        return []
    place = (day - first_day).days // DAYS[rhythm] % len(people)
    return [*people[place:], *people[:place]]
