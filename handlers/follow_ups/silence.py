"""What comes of silence: it is no yes, and nobody is asked for ever."""

from __future__ import annotations

from sqlalchemy import select

from handlers import desk
from handlers.desk.relays import locked_case
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from storage.case import Case, CaseState, Outcome
from storage.follow_up import FollowUp, FollowUpState
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Staff

MOST = 50


async def close_silent(scene: Scene) -> int:
    """Close as answered what was so-so without further words, after the time of a second attempt.

    The customer can still open it again.
    """
    before = scene.now - scene.house.rules.follow_ups.again_after
    so_so = await scene.session.scalars(
        select(Case)
        .join(FollowUp, FollowUp.case_id == Case.id)
        .where(
            FollowUp.state == FollowUpState.answered,
            FollowUp.outcome == "so_so",
            FollowUp.settled_at <= before,
            Case.state == CaseState.resolved,
            Case.resolved_at <= FollowUp.settled_at,
        )
        .order_by(Case.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=Case)
    )
    cases = {case.id: case for case in so_so.all()}
    for case in cases.values():
        await desk.finish(scene, case, Outcome.answered, by="bot")
    return len(cases)


async def let_rest(scene: Scene, follow_up: FollowUp) -> None:
    """An inquiry's customer was asked as often as is decent: close it as undetermined, and tell its owner."""
    if follow_up.case_id is None:
        return
    case = await locked_case(scene.session, follow_up.case_id)
    if case.state is not CaseState.resolved:
        return
    await desk.finish(scene, case, Outcome.undetermined, by="bot")
    customer = await scene.session.get_one(Person, case.person_id)
    await scene.tell(
        case.conversation_id, customer, "follow_ups.inquiry.rests", silent=is_quiet(scene), number=case.number
    )
    if case.owner_id is None:
        return
    owner = await scene.session.get_one(Staff, case.owner_id)
    if owner.left_at is None and owner.conversation_id is not None:
        person = await scene.session.get_one(Person, owner.person_id)
        await scene.tell(
            owner.conversation_id,
            person,
            "follow_ups.inquiry.owner",
            priority=Priority.staff,
            silent=is_quiet(scene),
            number=case.number,
            count=follow_up.attempts,
        )
