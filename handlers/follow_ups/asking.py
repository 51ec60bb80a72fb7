"""The round of due follow-ups: each is looked at again before anybody is disturbed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers import desk
from handlers.follow_ups.calling import ask_for_call, ask_for_call_again
from handlers.follow_ups.silence import let_rest
from handlers.programmes.planning import ABOUT_CASES, CALL, INQUIRY, settle
from handlers.quiet_hours import quiet
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import OPEN_STATES, Case, CaseState
from storage.draft import Draft
from storage.follow_up import FollowUp, FollowUpState
from storage.outbound import Buttons
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Staff

MOST = 50
STALE_AFTER = timedelta(hours=2)
"""A question that could not be delivered for so long is not delivered: the next attempt asks again."""
NOT_BETWEEN = timedelta(minutes=30)
"""How long a form that somebody is filling in is left in peace."""
MARKS = ("satisfied", "so_so", "not_satisfied")


async def ask_due(scene: Scene) -> int:
    """Ask, put off or give up every follow-up whose time has come."""
    rows = await scene.session.scalars(
        select(FollowUp)
        .where(FollowUp.state.in_((FollowUpState.due, FollowUpState.asked)), FollowUp.due_at <= scene.now)
        .order_by(FollowUp.due_at)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    due = rows.all()
    for follow_up in due:
        await _step(scene, follow_up)
    return len(due)


async def _step(scene: Scene, follow_up: FollowUp) -> None:
    rules = scene.house.rules.follow_ups
    if why := await _moot(scene, follow_up):
        settle(scene, follow_up, FollowUpState.cancelled, why)
        return
    if follow_up.programme == CALL:
        await ask_for_call_again(scene, follow_up)
        return
    given_up = await _given_up(scene, follow_up)
    if given_up is not None:
        state, reason = given_up
        settle(scene, follow_up, state, reason)
        # Only the customer's word settles a matter. Who answered nothing, as often as an inquiry was
        # asked about, leaves it undetermined; in all else a person calls where the bot gives up.
        if follow_up.programme == INQUIRY and reason == "no_answer":
            await let_rest(scene, follow_up)
        elif follow_up.programme in ABOUT_CASES:
            await ask_for_call(scene, follow_up)
        return
    if await _filling_in(scene, follow_up):
        follow_up.due_at = scene.now + NOT_BETWEEN
        return
    decent = quiet(scene.now, scene.house.zone, rules)
    if decent > scene.now:
        follow_up.due_at = decent
        return
    follow_up.ask(scene.now, quiet(scene.now + rules.again_after, scene.house.zone, rules))
    await _ask(scene, follow_up)


async def _moot(scene: Scene, follow_up: FollowUp) -> str | None:
    """Why nobody needs to be asked any more, if so."""
    if follow_up.case_id is not None:
        case = await scene.session.get_one(Case, follow_up.case_id)
        return None if case.state is CaseState.resolved else "moot"
    works_here = await scene.session.scalar(
        select(Staff.id).where(Staff.person_id == follow_up.person_id, Staff.left_at.is_(None))
    )
    if works_here is not None:
        return "staff"
    talking = await scene.session.scalar(
        select(Case.id).where(Case.person_id == follow_up.person_id, Case.state.in_(OPEN_STATES)).limit(1)
    )
    if talking is not None:
        return "in_talk"
    lately = await scene.session.scalar(
        select(FollowUp.id)
        .where(
            FollowUp.person_id == follow_up.person_id,
            FollowUp.id != follow_up.id,
            FollowUp.asked_at >= scene.now - scene.house.rules.follow_ups.joined_after,
        )
        .limit(1)
    )
    # Few questions: who was just asked about one matter is not asked about everything.
    return "asked_lately" if lately is not None else None


async def _filling_in(scene: Scene, follow_up: FollowUp) -> bool:
    """Whether the person is in the middle of a form: nobody is interrupted there."""
    found = await scene.session.scalar(
        select(Draft.id)
        .where(Draft.person_id == follow_up.person_id, Draft.touched_at > scene.now - NOT_BETWEEN)
        .limit(1)
    )
    return found is not None


async def _given_up(scene: Scene, follow_up: FollowUp) -> tuple[FollowUpState, str] | None:
    """How and why the bot gives up, if so."""
    rules = scene.house.rules.follow_ups
    conversation = await scene.session.get_one(Conversation, follow_up.conversation_id)
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    if chat.unreachable is not None:
        return FollowUpState.unreached, "unreachable"
    if scene.now - follow_up.due_at > rules.too_late_after:
        return FollowUpState.cancelled, "too_late"
    if follow_up.attempts >= rules.attempts:
        return FollowUpState.unreached, "no_answer"
    return None


async def _ask(scene: Scene, follow_up: FollowUp) -> None:
    person = await scene.session.get_one(Person, follow_up.person_id)
    number = ""
    if follow_up.case_id is not None:
        number = (await scene.session.get_one(Case, follow_up.case_id)).number
    again = "again" if follow_up.attempts > 1 else "first"
    await scene.tell(
        follow_up.conversation_id,
        person,
        f"follow_ups.{follow_up.programme}.{again}",
        buttons=await _choices(scene, follow_up, person),
        priority=Priority.broadcast,
        expires_at=scene.now + STALE_AFTER,
        business=scene.house.name(person.language),
        number=number,
    )
    scene.effects.record(
        "follow_up.asked",
        actor_kind="bot",
        case_id=follow_up.case_id,
        person_id=person.id,
        follow_up=follow_up.id,
        attempt=follow_up.attempts,
    )


async def _choices(scene: Scene, follow_up: FollowUp, person: Person) -> Buttons:
    if follow_up.programme == INQUIRY and follow_up.case_id is not None:
        case = await scene.session.get_one(Case, follow_up.case_id)
        return desk.all_answered_buttons(scene, case, person)
    return _marks(scene, follow_up, person)


def _marks(scene: Scene, follow_up: FollowUp, person: Person) -> Buttons:
    return (
        tuple(
            scene.button(
                scene.say(person.language, f"follow_ups.button.{mark}"),
                f"follow_up.{mark}",
                f"person:{person.id}",
                follow_up=follow_up.id,
            )
            for mark in MARKS
        ),
    )
