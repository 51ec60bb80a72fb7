"""When a promise is looked at: for its reminders, for a word to the customer before it breaks, when due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers.calendar import BusinessCalendar
from handlers.calendar.terms import Unit
from handlers.promises.arithmetic import watch_times
from handlers.promises.terms import shares_of
from handlers.quiet_hours import in_quiet_hours
from handlers.scene import Scene
from storage.promise import Promise

LEAST = 4
"""A promise shorter than so many times the notice is not announced as breaking: it has hardly begun."""


def share_times(scene: Scene, promise: Promise, calendar: BusinessCalendar) -> tuple[datetime, ...]:
    """Its reminders in order, and when it is due."""
    begun = promise.resumed_at or promise.made_at
    shares = shares_of(scene.house.rules.promises, promise.rule)
    return watch_times(begun, promise.due_at, shares, calendar, Unit(promise.unit))


def foretell_time(scene: Scene, promise: Promise) -> datetime | None:
    """When the customer hears that it may break: before the quiet hours rather than in them."""
    notice = scene.house.rules.promises.foretell
    begun = promise.resumed_at or promise.made_at
    if promise.kind == "reply" or not notice or promise.due_at - begun < notice * LEAST:
        return None
    moment = promise.due_at - notice
    local, rules = moment.astimezone(scene.house.zone), scene.house.rules.follow_ups
    if in_quiet_hours(local.time(), rules):
        day = local.date() - timedelta(days=local.time() < rules.quiet_from)
        evening = datetime.combine(day, rules.quiet_from, tzinfo=scene.house.zone)
        moment = evening.astimezone(UTC) - timedelta(minutes=1)
    return moment if moment > begun else None


def first_look(scene: Scene, promise: Promise, calendar: BusinessCalendar) -> datetime:
    """When to look at it first."""
    return _soonest(share_times(scene, promise, calendar)[0], foretell_time(scene, promise))


def next_look(scene: Scene, promise: Promise, coming: datetime) -> datetime:
    """The next of its reminders, or the word to the customer if that comes sooner and is not said yet."""
    foretell = foretell_time(scene, promise) if promise.foretold_at is None else None
    return _soonest(coming, foretell if foretell is not None and foretell > scene.now else None)


def _soonest(moment: datetime, other: datetime | None) -> datetime:
    return moment if other is None else min(moment, other)
