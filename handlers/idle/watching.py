"""Somebody was answered and nothing more is promised: whoever has the matter is reminded while it lies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from handlers.calendar import BusinessCalendar
from handlers.calendar.opening import calendar_of
from handlers.desk.topics import note
from handlers.heads import leading
from handlers.naming import staff_mention, staff_name
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import WAITING_FOR_US, Case
from storage.idle import IdleCase
from storage.outbox import Priority
from storage.promise import Promise, PromiseState
from storage.topic import Relay

MOST = 50
_PROMISED = (
    select(Promise.id)
    .where(Promise.case_id == Case.id, Promise.state.in_((PromiseState.open, PromiseState.broken)))
    .exists()
)


async def watch(scene: Scene) -> int:
    """Note what has begun to lie, and remind of what lies too long. How many cases that were."""
    return await _begin(scene) + await _look(scene)


async def _begin(scene: Scene) -> int:
    rows = await scene.session.scalars(
        select(Case)
        .outerjoin(IdleCase, IdleCase.case_id == Case.id)
        .where(Case.state.in_(WAITING_FOR_US), IdleCase.id.is_(None), ~_PROMISED)
        .order_by(Case.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=Case)
    )
    cases = rows.all()
    for case in cases:
        calendar = await calendar_of(scene, case.department_id)
        since = await _last_spoken(scene, case) or scene.now
        look_at = _after(scene, calendar, since)
        scene.session.add(IdleCase(case_id=case.id, since=since, look_at=look_at, reminders=0))
    return len(cases)


async def _look(scene: Scene) -> int:
    rows = await scene.session.scalars(
        select(IdleCase)
        .where(IdleCase.look_at <= scene.now)
        .order_by(IdleCase.look_at)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    idle = rows.all()
    for one in idle:
        case = await scene.session.get_one(Case, one.case_id)
        promised = await scene.session.scalar(select(Case.id).where(Case.id == case.id, _PROMISED))
        if case.state not in WAITING_FOR_US or promised is not None:
            await scene.session.delete(one)
        else:
            await _remind(scene, one, case)
    return len(idle)


async def _remind(scene: Scene, one: IdleCase, case: Case) -> None:
    calendar = await calendar_of(scene, case.department_id)
    spoken = await _last_spoken(scene, case)
    if spoken is not None and spoken > one.since:
        one.heard(spoken, _after(scene, calendar, spoken))
        if one.look_at > scene.now:
            return
    opening = calendar.soonest(scene.now)
    if opening > scene.now:
        one.look_at = opening
        return
    one.remind(_after(scene, calendar, scene.now))
    scene.effects.record("case.idle", actor_kind="bot", case_id=case.id, reminder=one.reminders)
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    name = await staff_mention(scene.session, case.owner_id, chat.account_id)
    since = in_local_words(one.since, scene.now, scene.house.zone, scene.house.default_language)
    told = await note(scene, case, f"idle.{'owner' if name else 'nobody'}", name=name, since=since)
    if one.reminders > 1 or told is None:
        await _tell_above(scene, one, case)


async def _tell_above(scene: Scene, one: IdleCase, case: Case) -> None:
    """The first reminder was not heard: the heads hear of it, or the managers where nobody leads."""
    owner = await staff_name(scene.session, case.owner_id)
    for conversation_id, person in await leading(scene, case.department_id):
        await scene.tell(
            conversation_id,
            person,
            "idle.above_owner" if owner else "idle.above_nobody",
            priority=Priority.staff,
            number=case.number,
            owner=owner,
            since=in_local_words(one.since, scene.now, scene.house.zone, person.language),
        )


async def _last_spoken(scene: Scene, case: Case) -> datetime | None:
    """When something was last passed on between customer and agents."""
    found: datetime | None = await scene.session.scalar(
        select(func.max(Relay.at)).where(Relay.case_id == case.id)
    )
    return found


def _after(scene: Scene, calendar: BusinessCalendar, begun: datetime) -> datetime:
    return scene.house.rules.supervision.idle_after.due(calendar, begun)
