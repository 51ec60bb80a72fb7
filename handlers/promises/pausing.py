"""While we wait for the customer, the time we promised stands still."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.calendar import BusinessCalendar
from handlers.calendar.opening import calendar_of
from handlers.calendar.terms import Term, Unit
from handlers.promises.looks import first_look
from handlers.promises.making import in_words, make
from handlers.quiet_hours import quiet
from handlers.scene import Scene
from storage.case import Case, Waiting
from storage.person import Person
from storage.promise import Promise, PromiseState


async def pause(scene: Scene, case: Case) -> bool:
    """Stop the clock of a case's promises until the customer has answered. False if it stands already.

    Where nothing is promised, a reply is expected all the same: a case that waits is not forgotten.
    """
    standing = await _open(scene, case)
    if any(promise.paused_at is not None for promise in standing):
        return False
    calendar = await calendar_of(scene, case.department_id)
    for promise in standing or [await make(scene, case, "reply")]:
        promise.pause(scene.now, _left(promise, scene, calendar))
        promise.watch_at = reminder_time(scene)
    if case.waits_for is None:
        # Where a part is awaited as well, that is what the case waits for longest.
        case.wait_for(Waiting.customer)
    scene.effects.record("promise.paused", actor_kind="staff", case_id=case.id, person_id=case.person_id)
    return True


async def resume(scene: Scene, case: Case) -> bool:
    """The clock runs on with the time that was left; the customer hears the new time. True if it stood."""
    paused = [promise for promise in await _open(scene, case) if promise.paused_at is not None]
    calendar = await calendar_of(scene, case.department_id)
    for promise in paused:
        unit = Unit(promise.unit)
        # What is left of working days was counted in working time.
        clock = Unit.calendar if unit is Unit.calendar else Unit.working_time
        left = Term(timedelta(seconds=promise.left_seconds), clock)
        due = left.due(calendar, scene.now.replace(second=0, microsecond=0))
        promise.resume(scene.now, max(due, scene.now), scene.house.zone)
        promise.foretold_at = None
        promise.watch_at = first_look(scene, promise, calendar)
        if promise.kind != "reply":
            customer = await scene.session.get_one(Person, case.person_id)
            when = in_words(scene, customer.language, promise)
            key = "promises.customer.runs_again"
            await scene.tell(case.conversation_id, customer, key, number=case.number, when=when)
    if paused and case.waits_for is Waiting.customer:
        case.go_on()
    if paused:
        scene.effects.record("promise.resumed", actor_kind="bot", case_id=case.id, person_id=case.person_id)
        if topic := await scene.topic_of(case.id):
            await scene.show_card(topic)
    return bool(paused)


def reminder_time(scene: Scene) -> datetime:
    """When somebody is looked after whose answer we wait for: in a decent hour."""
    rules = scene.house.rules
    return quiet(scene.now + rules.promises.waiting_reminder, scene.house.zone, rules.follow_ups)


def _left(promise: Promise, scene: Scene, calendar: BusinessCalendar) -> int:
    if promise.unit == Unit.calendar:
        return max(int((promise.due_at - scene.now).total_seconds()), 0)
    return max(int(calendar.between(scene.now, promise.due_at)), 0)


async def _open(scene: Scene, case: Case) -> list[Promise]:
    rows = await scene.session.scalars(
        select(Promise).where(Promise.case_id == case.id, Promise.state == PromiseState.open)
    )
    return list(rows)
