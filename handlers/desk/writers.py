"""Who writes to a case's customer: its owner, and colleagues who joined."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.naming import staff_name
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import Case, CaseWriter
from storage.person import Person
from storage.staff import Staff


async def writes(scene: Scene, case: Case, staff_id: int) -> bool:
    """Whether a member of staff's words go to the customer of a case."""
    return case.owner_id == staff_id or staff_id in await joined(scene, case.id)


async def joined(scene: Scene, case_id: int) -> list[int]:
    """The colleagues who write beside the owner, in the order they joined."""
    rows = await scene.session.scalars(
        select(CaseWriter.staff_id).where(CaseWriter.case_id == case_id).order_by(CaseWriter.id)
    )
    return list(rows)


async def leave(scene: Scene, staff_id: int, case_id: int | None = None) -> None:
    """Their words are notes again, in one case or in all."""
    gone = delete(CaseWriter).where(CaseWriter.staff_id == staff_id)
    await scene.session.execute(gone if case_id is None else gone.where(CaseWriter.case_id == case_id))


async def join(turn: Turn, args: dict[str, Any]) -> None:
    """A colleague writes to the customer too, or, pressing again, leaves it to the owner."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return
    case = await locked_case(turn.session, int(args["case"]))
    if case.owner_id is None or not case.is_open or case.owner_id == turn.staff.id:
        key = "yours" if case.owner_id == turn.staff.id else "take_first" if case.is_open else "is_closed"
        turn.answer(f"desk.press.{key}", alert=True)
        return
    name = await staff_name(turn.session, turn.staff.id)
    if turn.staff.id in await joined(turn, case.id):
        await leave(turn, turn.staff.id, case.id)
        turn.record("case.writer_left", case_id=case.id)
        turn.answer("desk.press.left")
        topic = await note(turn, case, "desk.topic.left", silent=True, name=name)
        if topic is not None:
            await turn.show_card(topic)
    else:
        turn.answer("desk.press.joined")
        await join_in(turn, case, turn.staff)
        customer = await turn.session.get_one(Person, case.person_id)
        silent = is_quiet(turn)
        await turn.tell(
            case.conversation_id,
            customer,
            "desk.customer.joined",
            silent=silent,
            name=name,
            number=case.number,
        )


async def join_in(turn: Turn, case: Case, staff: Staff) -> None:
    """From now on their words go to the customer too; colleagues see it. The caller tells the customer."""
    turn.session.add(CaseWriter(case_id=case.id, staff_id=staff.id, joined_at=turn.now))
    await turn.session.flush()
    turn.effects.record(
        "case.joined", actor_kind="staff", actor_id=turn.person.id, case_id=case.id, person_id=turn.person.id
    )
    name = await staff_name(turn.session, staff.id)
    topic = await note(turn, case, "desk.topic.joined", silent=True, name=name)
    if topic is not None:
        await turn.show_card(topic)
