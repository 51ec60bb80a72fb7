"""Planning follow-ups: what happened leads to a message owed at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from handlers.quiet_hours import quiet
from handlers.scene import Scene
from storage.account import Conversation
from storage.case import Case
from storage.follow_up import FollowUp, FollowUpState
from storage.person import Person

RETURN_VISIT = "return_visit"
JOINED = "joined"
INQUIRY = "inquiry"
"""Whether an inquiry is answered: first asked at the moment it is resolved."""
CALL = "call"
"""A person was asked to ring the customer: asked again until they record what came of it."""
ABOUT_CASES = (RETURN_VISIT, INQUIRY)
_STANDING_STATES = (FollowUpState.due, FollowUpState.asked)


async def plan_return_visit(scene: Scene, case: Case) -> FollowUp:
    """A case was resolved: ask the customer after a while whether all is well."""
    await cancel(scene, case)
    rules = scene.house.rules.follow_ups
    follow_up = FollowUp(
        programme=RETURN_VISIT,
        person_id=case.person_id,
        conversation_id=case.conversation_id,
        case_id=case.id,
        state=FollowUpState.due,
        due_at=_decent(scene, scene.now + rules.return_visit_after),
        attempts=0,
        created_at=scene.now,
    )
    return await _planned(scene, follow_up)


async def plan_second_question(scene: Scene, case: Case) -> FollowUp:
    """An inquiry's customer is being asked at this moment: ask again after a while if they say nothing."""
    await cancel(scene, case)
    follow_up = FollowUp(
        programme=INQUIRY,
        person_id=case.person_id,
        conversation_id=case.conversation_id,
        case_id=case.id,
        state=FollowUpState.due,
        due_at=scene.now,
        attempts=0,
        created_at=scene.now,
    )
    follow_up.ask(scene.now, _next_try(scene))
    return await _planned(scene, follow_up)


async def plan_call(scene: Scene, case: Case, due_at: datetime) -> FollowUp:
    """A person was asked to ring: ask them again at `due_at` if nobody has by then."""
    follow_up = FollowUp(
        programme=CALL,
        person_id=case.person_id,
        conversation_id=case.conversation_id,
        case_id=case.id,
        state=FollowUpState.due,
        due_at=due_at,
        attempts=1,
        created_at=scene.now,
    )
    return await _planned(scene, follow_up)


async def put_off(scene: Scene, case: Case) -> None:
    """The customer is still talking about it: their silence begins anew."""
    for follow_up in await _standing(scene, case):
        follow_up.due_at = _next_try(scene)


async def answer(scene: Scene, case: Case, mark: str) -> None:
    """The customer has said of their own accord, or under our question, whether an inquiry is answered."""
    for follow_up in await _standing(scene, case):
        if follow_up.programme == INQUIRY:
            follow_up.answer(mark, scene.now)
            scene.effects.record(
                "follow_up.answered",
                actor_kind="customer",
                case_id=case.id,
                person_id=case.person_id,
                follow_up=follow_up.id,
                mark=mark,
            )


async def plan_joined(scene: Scene, person: Person, conversation: Conversation) -> FollowUp | None:
    """Somebody wrote for the first time: ask in some days how they are getting on. Once in a life."""
    before = await scene.session.scalar(
        select(FollowUp.id).where(FollowUp.person_id == person.id, FollowUp.programme == JOINED).limit(1)
    )
    if before is not None:
        return None
    follow_up = FollowUp(
        programme=JOINED,
        person_id=person.id,
        conversation_id=conversation.id,
        state=FollowUpState.due,
        due_at=_decent(scene, scene.now + scene.house.rules.follow_ups.joined_after),
        attempts=0,
        created_at=scene.now,
    )
    return await _planned(scene, follow_up)


async def cancel(scene: Scene, case: Case, why: str = "moot") -> int:
    """Nobody needs to be asked about this case any more. How many follow-ups that ended."""
    standing = await _standing(scene, case)
    for follow_up in standing:
        settle(scene, follow_up, FollowUpState.cancelled, why)
    return len(standing)


async def _standing(scene: Scene, case: Case) -> Sequence[FollowUp]:
    rows = await scene.session.scalars(
        select(FollowUp).where(FollowUp.case_id == case.id, FollowUp.state.in_(_STANDING_STATES))
    )
    return rows.all()


def settle(scene: Scene, follow_up: FollowUp, state: FollowUpState, why: str) -> None:
    """End a follow-up without an answer of the customer, and record why."""
    follow_up.settle(state, why, scene.now)
    scene.effects.record(
        f"follow_up.{state.value}",
        actor_kind="bot",
        case_id=follow_up.case_id,
        person_id=follow_up.person_id,
        follow_up=follow_up.id,
        why=why,
    )


def _next_try(scene: Scene) -> datetime:
    return _decent(scene, scene.now + scene.house.rules.follow_ups.again_after)


def _decent(scene: Scene, moment: datetime) -> datetime:
    return quiet(moment, scene.house.zone, scene.house.rules.follow_ups)


async def _planned(scene: Scene, follow_up: FollowUp) -> FollowUp:
    follow_up.id = await scene.key(FollowUp)
    scene.session.add(follow_up)
    scene.effects.record(
        "follow_up.planned",
        actor_kind="bot",
        case_id=follow_up.case_id,
        person_id=follow_up.person_id,
        follow_up=follow_up.id,
        programme=follow_up.programme,
    )
    return follow_up
