"""How much time is left, in round words, and when these words change: a card need not change every minute."""

from __future__ import annotations

from datetime import datetime, timedelta

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_FROM_DAYS = 2 * _DAY
"""From so much on days are counted, below hours."""


def in_round_numbers(time: timedelta) -> tuple[str, int]:
    """Whole days, or whole hours (0: less than one). Of a time that is over: for how long."""
    length = abs(time)
    return ("days", length // _DAY) if length >= _FROM_DAYS else ("hours", length // _HOUR)


def words_change_at(due: datetime, now: datetime) -> datetime:
    """The next moment at which the round words about `due` read otherwise."""
    left = due - now
    if left <= timedelta(0):
        late = -left
        step = _DAY if late >= _FROM_DAYS else _HOUR
        return due + (late // step + 1) * step
    if left < _HOUR:
        return due
    step = _DAY if left > _FROM_DAYS else _HOUR
    # At the full hour the words still stand; they change with the first moment after it.
    return due - (left // step) * step + timedelta(seconds=1)
