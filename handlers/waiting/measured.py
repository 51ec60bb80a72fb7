"""How long it usually takes until somebody has a case: measured, never guessed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from handlers.calendar.opening import calendar_of
from handlers.scene import Scene
from storage.case import Case
from storage.event import Event

MOST = 100
SHARE = 0.75
"""Three of four waited no longer than what is said."""
_FINE, _COARSE = timedelta(minutes=5), timedelta(minutes=30)


def usual(waits: Sequence[float], enough: int) -> timedelta | None:
    """What three of four waits (in seconds) did not exceed, rounded up; None where too few are known."""
    if not waits or len(waits) < enough:
        return None
    reached = sorted(waits)[math.ceil(len(waits) * SHARE) - 1]
    step = _FINE if reached <= timedelta(hours=1).total_seconds() else _COARSE
    return max(math.ceil(reached / step.total_seconds()), 1) * step


async def usual_wait(scene: Scene, department_id: int) -> timedelta | None:
    """How long the cases that a department took lately had waited, in its working time."""
    rules = scene.house.rules.waiting
    since = scene.now - rules.measured_over
    lately = (
        select(Event.case_id)
        .join(Case, Case.id == Event.case_id)
        .where(Event.verb == "case.taken", Event.at > since)
        .where(Case.department_id == department_id, Case.created_at > since)
        .order_by(Event.at.desc())
        .limit(MOST)
        .subquery()
    )
    # Who asks waits for the answer: however much was taken in the time, only so many cases are looked at.
    rows = await scene.session.execute(
        select(Case.created_at, func.min(Event.at))
        .join(Event, Event.case_id == Case.id)
        .where(Case.id.in_(select(lately.c.case_id)), Event.verb == "case.taken")
        .group_by(Case.id, Case.created_at)
    )
    waits = rows.all()
    if len(waits) < rules.enough:
        return None
    calendar = await calendar_of(scene, department_id)
    return usual([calendar.between(came, taken) for came, taken in waits], rules.enough)
