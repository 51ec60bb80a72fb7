"""What comes of silence: it is no yes, and nobody is asked for ever."""

from __future__ import annotations

from handlers import desk
from handlers.desk.relays import locked_case
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from storage.case import CaseState, Outcome
from storage.follow_up import FollowUp
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Staff


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
