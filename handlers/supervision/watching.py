"""The watch over promises: reminders before the time, and an honest word when it was missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import literal_column, or_, select

from handlers.calendar import BusinessCalendar
from handlers.calendar.opening import calendar_of
from handlers.heads import heads_of, leading
from handlers.promises.arithmetic import reached
from handlers.promises.looks import next_look, share_times
from handlers.promises.making import in_words
from handlers.quiet_hours import quiet
from handlers.scene import Scene
from handlers.supervision import climbing
from handlers.supervision.foretelling import foretell
from handlers.supervision.telling import named, tell_agents, tell_supervisors
from handlers.supervision.waiting import look_after
from storage.case import OPEN_STATES, Case
from storage.outbound import Button
from storage.person import Person
from storage.promise import Promise, PromiseState

MOST = 50
LATE = timedelta(minutes=30)
"""A reminder that is later than this was held up, as by an outage; else somebody just went home."""
_WATCHED = Promise.state.in_([literal_column(f"'{state}'") for state in ("open", "broken")])
"""As the index has it: of what was promised once and is settled there is ever more."""


async def watch(scene: Scene) -> int:
    """Look at every promise whose watch time has come. How many had something done about them."""
    rows = await scene.session.scalars(
        select(Promise)
        .join(Case, Case.id == Promise.case_id)
        .where(
            Promise.watch_at <= scene.now,
            _WATCHED,
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
        else:
            await _look_at_broken(scene, promise, case, calendar)
    return len(promises)


async def _look(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    times = share_times(scene, promise, calendar)
    come = reached(times, scene.now)
    if come == len(times):
        await _break(scene, promise, case, calendar)
        return
    await foretell(scene, promise, case)
    promise.watch_at = next_look(scene, promise, times[come])
    # After an outage several reminders may be due: the newest says it all.
    if come > promise.warnings:
        opening = calendar.soonest(scene.now)
        if times[come - 1] + LATE < scene.now < opening < promise.due_at:
            # Held up until nobody was at work: said when they are there again, while there still is time.
            promise.watch_at = min(promise.watch_at, opening)
            return
        promise.warnings = come
        await _warn(scene, promise, case, calendar, left=len(times) - 1 - come)


async def _warn(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar, *, left: int) -> None:
    """Remind the agents; the head from the second time on, the managers at the last."""
    scene.effects.record("promise.warned", actor_kind="bot", case_id=case.id, warning=promise.warnings)
    # Where nobody works before it is due, the reminder comes without a sound: whoever is there sees it.
    silent = not calendar.open_at(scene.now)
    await tell_agents(scene, promise, case, "warning", silent=silent)
    heads = await heads_of(scene, case.department_id) if promise.warnings > 1 or not left else []
    above = heads if left else [*heads, *await scene.managers()]
    await tell_supervisors(scene, promise, case, "warning", above, silent=silent)


async def _break(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    promise.breach()
    promise.warnings += 1
    scene.effects.record(
        "promise.broken", actor_kind="bot", case_id=case.id, person_id=case.person_id, kind=promise.kind
    )
    silent = not calendar.open_at(scene.now)
    await tell_agents(scene, promise, case, "broken", silent=silent)
    await climbing.begin(scene, promise, case, calendar)
    if topic := await scene.topic_of(case.id):
        await scene.show_card(topic)
    promise.watch_at = await _tell_customer(scene, promise, case, calendar)
    _not_after_the_step(promise)


async def _look_at_broken(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> None:
    """The customer hears the truth, it climbs, and the agents are reminded: whichever has come."""
    if promise.settled_at is None:
        promise.watch_at = await _tell_customer(scene, promise, case, calendar)
    elif promise.step_at is None or promise.step_at > scene.now:
        promise.watch_at = await _remind_again(scene, promise, case, calendar)
    else:
        promise.watch_at = _again(scene, calendar)
    await climbing.climb(scene, promise, case, calendar)
    _not_after_the_step(promise)


def _not_after_the_step(promise: Promise) -> None:
    if promise.step_at is not None:
        promise.watch_at = min(promise.watch_at, promise.step_at)


async def _tell_customer(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> datetime:
    """Tell the customer, unless they rest. When to look again."""
    later = quiet(scene.now, scene.house.zone, scene.house.rules.follow_ups)
    if later > scene.now:
        return later
    promise.settled_at = scene.now
    customer = await scene.session.get_one(Person, case.person_id)
    known = bool(await leading(scene, case.department_id))
    key = "broken" if known else "broken_no_manager"
    await scene.tell(
        case.conversation_id,
        customer,
        f"promises.customer.{named(promise, key)}",
        buttons=((Button(scene.say(customer.language, "promises.button.status"), "go:status"),),),
        number=case.number,
        when=in_words(scene, customer.language, promise),
    )
    return _again(scene, calendar)


async def _remind_again(scene: Scene, promise: Promise, case: Case, calendar: BusinessCalendar) -> datetime:
    """The customer was told that colleagues are reminded until there is an answer, so they are.

    When to look again.
    """
    opening = calendar.soonest(scene.now)
    if opening > scene.now:
        return opening
    promise.warnings += 1
    scene.effects.record("promise.warned", actor_kind="bot", case_id=case.id, warning=promise.warnings)
    await tell_agents(scene, promise, case, "broken", silent=False)
    return _again(scene, calendar)


def _again(scene: Scene, calendar: BusinessCalendar) -> datetime:
    return calendar.soonest(scene.now + scene.house.rules.promises.again_after)
