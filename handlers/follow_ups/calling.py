"""Where the bot reached nobody, an agent calls and records what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import desk, programmes
from handlers.calendar.opening import calendar_of
from handlers.desk.relays import locked_case
from handlers.desk.topics import anchor
from handlers.heads import heads_of
from handlers.naming import staff_mention, staff_name
from handlers.programmes.planning import ABOUT_CASES
from handlers.promises.words import in_local_words
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.turn import Turn
from storage.account import Chat
from storage.case import Case, CaseState, Outcome
from storage.follow_up import FollowUp
from storage.outbound import Button, SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Staff

RESULTS = ("satisfied", "not_satisfied", "nobody")
SECOND = 2
"""The first request made again goes to the head as well."""


async def ask_for_call(scene: Scene, follow_up: FollowUp) -> None:
    """Ask the agents to call, again and again in working hours until one of them records the outcome."""
    if follow_up.case_id is None:
        return
    case = await scene.session.get_one(Case, follow_up.case_id)
    await _request(scene, case, follow_up)
    await programmes.plan_call(scene, case, await _again_at(scene, case))


async def ask_for_call_again(scene: Scene, call: FollowUp) -> None:
    """Nobody has recorded a call since the last request: make it again, once somebody works."""
    case = await scene.session.get_one(Case, call.case_id)
    opening = (await calendar_of(scene, case.department_id)).soonest(scene.now)
    if opening > scene.now:
        call.due_at = opening
        return
    call.attempts += 1
    call.due_at = await _again_at(scene, case)
    unanswered = await scene.session.scalar(
        select(FollowUp)
        .where(FollowUp.case_id == case.id, FollowUp.programme.in_(ABOUT_CASES))
        .order_by(FollowUp.id.desc())
        .limit(1)
    )
    await _request(scene, case, unanswered or call)
    await _climb(scene, case, call)


async def _climb(scene: Scene, case: Case, call: FollowUp) -> None:
    """Who is asked again has not rung: the head hears so, from the next time on the managers, like a plea."""
    heads = await heads_of(scene, case.department_id) if call.attempts == SECOND else []
    scene.effects.record(
        "follow_up.climbed", actor_kind="bot", case_id=case.id, follow_up=call.id, level=1 if heads else 2
    )
    owner = await staff_name(scene.session, case.owner_id)
    for conversation_id, person in heads or await scene.managers():
        await scene.tell(
            conversation_id,
            person,
            "follow_ups.call.above",
            priority=Priority.staff,
            number=case.number,
            owner=owner or scene.say(person.language, "promises.nobody"),
            when=in_local_words(call.created_at, scene.now, scene.house.zone, person.language),
        )


async def _again_at(scene: Scene, case: Case) -> datetime:
    calendar = await calendar_of(scene, case.department_id)
    return scene.house.rules.follow_ups.call_again_after.due(calendar, scene.now)


async def _request(scene: Scene, case: Case, follow_up: FollowUp) -> None:
    topic = await scene.topic_of(case.id)
    if topic is None:
        await scene.tell_managers("follow_ups.call.no_topic", number=case.number)
        return
    chat = await scene.session.get_one(Chat, topic.chat_id)
    language = scene.house.default_language
    owner = await scene.session.get(Staff, case.owner_id) if case.owner_id is not None else None
    here = owner is not None and owner.left_at is None
    name = await staff_mention(scene.session, case.owner_id, chat.account_id) if here else ""
    buttons = tuple((_result_button(scene, case, follow_up, result, language),) for result in RESULTS)
    key = "follow_ups.call.please" if name else "follow_ups.call.please_nobody"
    text = scene.say(language, key, name=name, number=case.number)
    await scene.owe_topic(topic, SendText(text, buttons, reply_to=anchor(topic)))


def _result_button(scene: Scene, case: Case, follow_up: FollowUp, result: str, language: str) -> Button:
    return scene.button(
        scene.say(language, f"follow_ups.call.{result}"),
        "follow_up.called",
        f"department:{case.department_id}",
        follow_up=follow_up.id,
        result=result,
    )


async def called(turn: Turn, args: dict[str, Any]) -> None:
    """An agent records what the call brought: it closes the case, or opens it again."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return
    follow_up = await turn.session.get_one(FollowUp, int(args["follow_up"]), with_for_update=True)
    result = str(args["result"])
    if follow_up.case_id is None or result not in RESULTS:
        turn.answer()
        return
    case = await locked_case(turn.session, follow_up.case_id)
    if case.state is not CaseState.resolved:
        turn.answer(f"desk.press.is_{case.state.value}", alert=True)
        return
    follow_up.outcome = f"called_{result}"
    turn.record("follow_up.called", case_id=case.id, follow_up=follow_up.id, result=result)
    turn.answer("follow_ups.call.recorded")
    if result == "not_satisfied":
        await _reopen(turn, case)
    else:
        outcome = Outcome.satisfied if result == "satisfied" else Outcome.undetermined
        await desk.finish(turn, case, outcome, by="staff", actor_id=turn.person.id)
    if result == "nobody":
        customer = await turn.session.get_one(Person, case.person_id)
        await turn.tell(
            case.conversation_id,
            customer,
            "follow_ups.call.closed",
            silent=is_quiet(turn),
            number=case.number,
        )


async def _reopen(turn: Turn, case: Case) -> None:
    promise = await desk.reopen(turn, case, supervised=True, promise="finding", why="visit")
    await tell_supervisors(turn, case)
    customer = await turn.session.get_one(Person, case.person_id)
    await turn.tell(
        case.conversation_id,
        customer,
        "follow_ups.answered.reopened",
        number=case.number,
        when=in_local_words(promise.due_at, turn.now, turn.house.zone, customer.language),
    )


async def tell_supervisors(scene: Scene, case: Case, mark: str = "not_satisfied") -> None:
    """A customer was not satisfied, or only so-so: the managers see to it from now on, too."""
    await scene.tell_managers(f"follow_ups.manager.{mark}", number=case.number)
