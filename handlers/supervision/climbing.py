"""A broken promise climbs: from the agents to the head and deputies, and from there to the managers.

By business time, in steps of the settings; only a major matter (重大信息) does not wait for working hours.
Whoever says that they see to it has the time of one step.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers.calendar import BusinessCalendar
from handlers.calendar.opening import calendar_of
from handlers.calendar.terms import Term
from handlers.desk.topics import note
from handlers.heads import heads_of
from handlers.naming import staff_name
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from handlers.supervision.telling import tell_above
from handlers.turn import Turn
from storage.case import Case
from storage.major import MajorMatter
from storage.promise import Promise, PromiseState


async def begin(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    """It has broken: the agents know now, and the first step runs since it was due, however late we look."""
    promise.level = 0
    major = await is_major(scene, case)
    promise.step_at = _step_after(scene, promise, calendar, promise.due_at, major=major)


async def climb(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    """Tell the next ones above if the time of the step has come."""
    if promise.step_at is None or promise.step_at > scene.now:
        return
    major = await is_major(scene, case)
    opening = calendar.soonest(scene.now)
    if opening > scene.now and not major:
        promise.step_at = opening
        return
    heads = await heads_of(scene, case.department_id) if promise.level == 0 else []
    promise.level = 1 if heads else 2
    promise.seen_at = promise.seen_by = None
    began = promise.step_at
    promise.step_at = _step_after(scene, promise, calendar, began, major=major) if heads else None
    scene.effects.record(
        "promise.climbed", actor_kind="bot", case_id=case.id, level=promise.level, major=major
    )
    await tell_above(scene, promise, case, heads or await scene.managers())
    if topic := await scene.topic_of(case.id):
        await scene.show_card(topic)


async def is_major(scene: Scene, case: Case) -> bool:
    """Whether a case is a major matter by what its customer said."""
    found = await scene.session.scalar(
        select(MajorMatter.id).where(MajorMatter.case_id == case.id, MajorMatter.kind != "many").limit(1)
    )
    return found is not None


def _step_after(
    scene: Scene, promise: Promise, calendar: BusinessCalendar, began: datetime, *, major: bool
) -> datetime | None:
    """When a step that began then is over; None where the settings have no further one."""
    steps = scene.house.rules.supervision.breach_steps
    if promise.level >= len(steps):
        return None
    step = steps[promise.level]
    return began + step.length if major else Term(step.length, step.unit).due(calendar, began)


async def see_to_it(turn: Turn, args: dict[str, Any]) -> None:
    """Somebody sees to it: the climb waits for the time of one step, once on each level."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return
    promise = await turn.session.get_one(Promise, int(args["promise"]), with_for_update=True)
    case = await turn.session.get_one(Case, promise.case_id)
    if promise.state is not PromiseState.broken or not case.is_open:
        kept = promise.state in (PromiseState.kept, PromiseState.kept_late)
        turn.answer("promises.seen.over" if kept else "duty.press.over")
        return
    if promise.seen_at is not None:
        turn.answer("promises.seen.already", alert=True)
        return
    promise.seen_at, promise.seen_by = turn.now, turn.person.id
    if promise.step_at is not None:
        calendar = await calendar_of(turn, case.department_id)
        major = await is_major(turn, case)
        promise.step_at = _step_after(turn, promise, calendar, turn.now, major=major)
    turn.record("promise.seen", case_id=case.id, level=promise.level)
    if promise.step_at is not None:
        when = in_local_words(promise.step_at, turn.now, turn.house.zone, turn.language)
        turn.answer("promises.seen.thanks_until", when=when, alert=True)
    else:
        turn.answer("promises.seen.thanks")
    name = await staff_name(turn.session, turn.staff.id)
    if topic := await note(turn, case, "promises.agents.seen", silent=True, name=name):
        await turn.show_card(topic)
