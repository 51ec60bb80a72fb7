"""The watch over promises: reminders before the time, and an honest word when it was missed."""

from __future__ import annotations

from sqlalchemy import or_, select

from handlers.calendar import BusinessCalendar
from handlers.calendar.opening import calendar_of
from handlers.calendar.terms import Unit
from handlers.heads import heads_of
from handlers.promises.arithmetic import reached, watch_times
from handlers.promises.making import in_words
from handlers.quiet_hours import quiet
from handlers.scene import Scene
from handlers.supervision.telling import named, tell_agents, tell_supervisors
from handlers.supervision.waiting import look_after
from storage.case import OPEN_STATES, Case
from storage.outbound import Button
from storage.person import Person
from storage.promise import Promise, PromiseState

MOST = 50


async def watch(scene: Scene) -> int:
    """Look at every promise whose watch time has come. How many had something done about them."""
    rows = await scene.session.scalars(
        select(Promise)
        .join(Case, Case.id == Promise.case_id)
        .where(
            Promise.watch_at <= scene.now,
            or_(
                Promise.state == PromiseState.open,
                (Promise.state == PromiseState.broken) & Case.state.in_(OPEN_STATES),
            ),
        )
        .order_by(Promise.watch_at)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=Promise)
    )
    promises = rows.all()
    for promise in promises:
        case = await scene.session.get_one(Case, promise.case_id)
        calendar = await calendar_of(scene, case.department_id)
        if not case.is_open:
            promise.drop(scene.now)
        elif promise.paused_at is not None:
            await look_after(scene, promise, case)
        elif promise.state is not PromiseState.broken:
            await _look(scene, promise, case, calendar)
        elif promise.settled_at is None:
            await _tell_customer(scene, promise, case, calendar)
        else:
            await _remind_again(scene, promise, case, calendar)
    return len(promises)


async def _look(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    shares = scene.house.rules.promises.warn_at
    begun = promise.resumed_at or promise.made_at
    times = watch_times(begun, promise.due_at, shares, calendar, Unit(promise.unit))
    come = reached(times, scene.now)
    if come == len(times):
        await _break(scene, promise, case, calendar)
        return
    promise.watch_at = times[come]
    # After an outage several reminders may be due: the newest says it all.
    if come > promise.warnings:
        promise.warnings = come
        await _warn(scene, promise, case, calendar, last=come == len(times) - 1)


async def _warn(
    scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar, *, last: bool
) -> None:
    scene.effects.record("promise.warned", actor_kind="bot", case_id=case.id, warning=promise.warnings)
    # Where nobody works before it is due, the reminder comes without a sound: whoever is there sees it.
    silent = not calendar.open_at(scene.now)
    await tell_agents(scene, promise, case, "warning", silent=silent)
    if last:
        await tell_supervisors(scene, promise, case, "warning", silent=silent)


async def _break(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    promise.breach()
    promise.warnings += 1
    scene.effects.record(
        "promise.broken", actor_kind="bot", case_id=case.id, person_id=case.person_id, kind=promise.kind
    )
    silent = not calendar.open_at(scene.now)
    await tell_agents(scene, promise, case, "broken", silent=silent)
    await tell_supervisors(scene, promise, case, "broken", silent=silent)
    if topic := await scene.topic_of(case.id):
        await scene.show_card(topic)
    await _tell_customer(scene, promise, case, calendar)


async def _tell_customer(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    later = quiet(scene.now, scene.house.zone, scene.house.rules.follow_ups)
    if later > scene.now:
        promise.watch_at = later
        return
    promise.settled_at = scene.now
    _look_again(scene, promise, calendar)
    customer = await scene.session.get_one(Person, case.person_id)
    known = bool(await heads_of(scene, case.department_id) or await scene.managers())
    key = "broken" if known else "broken_no_manager"
    await scene.tell(
        case.conversation_id,
        customer,
        f"promises.customer.{named(promise, key)}",
        buttons=((Button(scene.say(customer.language, "promises.button.status"), "go:status"),),),
        number=case.number,
        when=in_words(scene, customer.language, promise),
    )


async def _remind_again(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    """The customer was told that colleagues are reminded until there is an answer, so they are."""
    opening = calendar.soonest(scene.now)
    if opening > scene.now:
        promise.watch_at = opening
        return
    promise.warnings += 1
    scene.effects.record("promise.warned", actor_kind="bot", case_id=case.id, warning=promise.warnings)
    await tell_agents(scene, promise, case, "broken", silent=False)
    _look_again(scene, promise, calendar)


def _look_again(scene: Scene, promise: Promise, calendar: BusinessCalendar) -> None:
    promise.watch_at = calendar.soonest(scene.now + scene.house.rules.promises.again_after)
