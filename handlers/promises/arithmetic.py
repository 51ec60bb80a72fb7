"""When a promise is due and when it is looked at: functions of their arguments alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.calendar import BusinessCalendar
from handlers.calendar.terms import Term, Unit


def due_time(made: datetime, term: Term, calendar: BusinessCalendar) -> datetime:
    """The instant promised: on a full minute, because what is said in words is what is kept."""
    due = term.due(calendar, made.replace(second=0, microsecond=0))
    return due if due > made else term.due(calendar, made)


def watch_times(
    made: datetime, due: datetime, shares: Sequence[float], calendar: BusinessCalendar, unit: Unit
) -> tuple[datetime, ...]:
    """When to look: at each share of the time (in order, only between the ends), and when it is due.

    Reminders are for people at work: one that falls outside their hours comes at the nearest working
    minute before or after, as long as that lies within the time; where nobody works in it, as it is.
    """
    inner = {_at_work(_share(made, due, share, calendar, unit), made, due, calendar) for share in shares}
    return (*sorted(moment for moment in inner if made < moment < due), due)


def _share(made: datetime, due: datetime, share: float, calendar: BusinessCalendar, unit: Unit) -> datetime:
    share = min(max(share, 0), 1)
    worked = 0.0 if unit is Unit.calendar else calendar.between(made, due)
    return calendar.add(made, worked * share) if worked else made + (due - made) * share


def _at_work(moment: datetime, made: datetime, due: datetime, calendar: BusinessCalendar) -> datetime:
    if calendar.open_at(moment):
        return moment
    before = calendar.working_before(moment, made)
    after = calendar.next_opening(moment) if calendar.between(moment, due) else None
    if before is None or before <= made:
        return after or moment
    if after is None or moment - before < after - moment:
        return before
    return after


def reached(times: Sequence[datetime], now: datetime) -> int:
    """How many of the times have come."""
    return sum(1 for moment in times if moment <= now)
