"""Making promises and keeping them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from handlers.calendar.opening import calendar_of
from handlers.calendar.terms import Term
from handlers.promises import pleas
from handlers.promises.arithmetic import due_time
from handlers.promises.looks import first_look
from handlers.promises.terms import term_for
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from storage.case import WAITING_FOR_US, Case
from storage.plea import PleaState
from storage.promise import Promise, PromiseState

_RUNNING = (PromiseState.open, PromiseState.broken)


async def make(scene: Scene, case: Case, kind: str) -> Promise:
    """Promise a case's customer a first answer (`first_answer`) or a solution (`finding`).

    `reply` is a promise to ourselves: whoever writes again later does not wait unseen.
    """
    term, rule = await term_for(scene, case, kind)
    calendar = await calendar_of(scene, case.department_id)
    due = due_time(scene.now, term, calendar)
    if calendar.between(scene.now, due) <= 0:
        # Nothing is promised for closed doors: by then nobody will have worked for a minute.
        later = scene.house.rules.waiting.after_opening
        due = max(due, due_time(calendar.soonest(scene.now), later, calendar))
    return await put_down(scene, case, kind, term, due, rule)


async def put_down(scene: Scene, case: Case, kind: str, term: Term, due: datetime, rule: str) -> Promise:
    """The row of a promise that is made now, with the rule it comes from."""
    calendar = await calendar_of(scene, case.department_id)
    promise = Promise(
        case_id=case.id,
        kind=kind,
        state=PromiseState.open,
        made_at=scene.now,
        due_at=due,
        local=due.astimezone(scene.house.zone).isoformat(timespec="minutes"),
        zone=scene.house.zone.key,
        rule=rule,
        unit=term.unit.value,
        watch_at=due,
        warnings=0,
        left_seconds=0,
        reminders=0,
        renewals=0,
        reason="",
        level=0,
    )
    promise.watch_at = first_look(scene, promise, calendar)
    scene.session.add(promise)
    await scene.session.flush()
    scene.effects.record(
        "promise.made", actor_kind="bot", case_id=case.id, person_id=case.person_id, kind=kind
    )
    return promise


def in_words(scene: Scene, language: str, promise: Promise) -> str:
    """The promised time as the customer was told it: in the zone it was promised in."""
    return in_local_words(promise.due_at, scene.now, ZoneInfo(promise.zone), language)


async def running(scene: Scene, case_id: int) -> Promise | None:
    """The promise of a case that still waits to be kept, if there is one (broken ones too)."""
    found: Promise | None = await scene.session.scalar(
        select(Promise)
        .where(Promise.case_id == case_id, Promise.state.in_(_RUNNING))
        .order_by(Promise.due_at)
        .limit(1)
    )
    return found


async def expect_reply(scene: Scene, case: Case) -> bool:
    """The customer has written again: watch that somebody replies. False if something is watched already."""
    if case.answered_at is None or case.state not in WAITING_FOR_US:
        return False
    if await running(scene, case.id) is not None:
        return False
    await make(scene, case, "reply")
    return True


async def keep(scene: Scene, case: Case, *kinds: str, in_words: bool = True) -> int:
    """What was promised has happened: a person answered, replied, or it is mended. How many that kept.

    What the customer pressed for is answered by it as well, if a person told them something.
    """
    if in_words:
        await pleas.settle(scene, case, PleaState.answered)
    rows = await scene.session.scalars(
        select(Promise).where(
            Promise.case_id == case.id, Promise.kind.in_(kinds), Promise.state.in_(_RUNNING)
        )
    )
    # Further words of ours while we wait for the customer's end no waiting.
    waits = case.state in WAITING_FOR_US
    kept = [one for one in rows if not (waits and one.kind == "reply" and one.paused_at is not None)]
    for promise in kept:
        promise.keep(scene.now)
        scene.effects.record(
            "promise.kept",
            actor_kind="bot",
            case_id=case.id,
            person_id=case.person_id,
            kind=promise.kind,
            late=promise.state is PromiseState.kept_late,
        )
    return len(kept)


async def drop(scene: Scene, case: Case) -> None:
    """The case is over: nothing is left to keep, and nothing to press for."""
    await pleas.settle(scene, case, PleaState.moot)
    rows = await scene.session.scalars(
        select(Promise).where(Promise.case_id == case.id, Promise.state.in_(_RUNNING))
    )
    for promise in rows:
        promise.drop(scene.now)
