"""The rows of waits: that a case came while nobody worked, or what its customer was told of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.calendar import BusinessCalendar
from handlers.calendar.opening import calendar_of
from handlers.calendar.terms import Term, Unit
from handlers.scene import Scene
from storage.case import WAITING_FOR_US, Case
from storage.wait import Wait

LOOK = timedelta(hours=1)
"""How often a closed department is looked at: its hours may be changed by a manager at any time."""


async def note_closed(scene: Scene, case: Case) -> bool:
    """Keep for the list at opening that a case came while nobody works. False if it does not wait so anew."""
    if case.state not in WAITING_FOR_US:
        return False
    calendar = await calendar_of(scene, case.department_id)
    standing = await running(scene, case.id)
    if calendar.open_at(scene.now) or (standing is not None and standing.closed):
        return False
    if standing is None:
        standing = _begin(scene, case)
    standing.closed = True
    standing.look_at = next_look(calendar, scene.now)
    await scene.session.flush()
    return True


async def note_said(scene: Scene, case: Case, said: timedelta) -> None:
    """Keep what the customer was told, so that they hear again when it takes clearly longer."""
    standing = await running(scene, case.id)
    if standing is not None and (standing.closed or standing.said_seconds):
        return
    if standing is None:
        standing = _begin(scene, case)
    standing.said_seconds = int(said.total_seconds())
    calendar = await calendar_of(scene, case.department_id)
    standing.look_at = longer_at(calendar, scene.now, standing.said_seconds, scene.house.rules.waiting.longer)
    await scene.session.flush()


async def running(scene: Scene, case_id: int) -> Wait | None:
    """The wait of a case that still runs."""
    found: Wait | None = await scene.session.scalar(
        select(Wait).where(Wait.case_id == case_id, Wait.over_at.is_(None)).limit(1)
    )
    return found


async def newest(scene: Scene, case_id: int) -> Wait | None:
    """The newest wait of a case, over or not."""
    found: Wait | None = await scene.session.scalar(
        select(Wait).where(Wait.case_id == case_id).order_by(Wait.id.desc()).limit(1)
    )
    return found


def next_look(calendar: BusinessCalendar, now: datetime) -> datetime:
    """At opening, but not later than in an hour."""
    opening = calendar.soonest(now)
    return min(opening, now + LOOK) if opening > now else now + LOOK


def longer_at(calendar: BusinessCalendar, now: datetime, seconds: int, times: float) -> datetime:
    """When it has taken clearly longer than was said, in working time."""
    if not calendar.open_at(now):
        return next_look(calendar, now)
    return Term(timedelta(seconds=seconds * times), Unit.working_time).due(calendar, now)


def _begin(scene: Scene, case: Case) -> Wait:
    wait = Wait(case_id=case.id, began_at=scene.now, closed=False, said_seconds=0, told=0, look_at=scene.now)
    scene.session.add(wait)
    return wait
