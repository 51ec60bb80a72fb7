"""Somebody sees to a major matter: the others hear who, and nobody is told again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from handlers.heads import heads_of
from handlers.naming import staff_name
from handlers.turn import Turn
from storage.case import Case
from storage.major import MajorMatter
from storage.outbox import Priority


async def acknowledge(turn: Turn, args: dict[str, Any]) -> None:
    """The first who presses has it, with everything grave about the same case."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return
    matter = await turn.session.get_one(MajorMatter, int(args["matter"]), with_for_update=True)
    if matter.acknowledged_at is not None:
        turn.answer("major.seen_already", alert=True)
        return
    for one in (matter, *await _beside(turn, matter)):
        one.acknowledged_at = turn.now
        one.acknowledged_by = turn.person.id
        turn.record("major.acknowledged", case_id=one.case_id, matter=one.id)
    turn.answer("major.seen")
    case = await turn.session.get_one(Case, matter.case_id)
    name = await staff_name(turn.session, turn.staff.id)
    told = [*await turn.managers(), *(await heads_of(turn, case.department_id) if matter.told > 1 else [])]
    for conversation_id, person in told:
        if person.id != turn.person.id:
            await turn.tell(
                conversation_id,
                person,
                "major.seen_by",
                priority=Priority.staff,
                name=name,
                number=case.number,
            )


async def _beside(turn: Turn, matter: MajorMatter) -> Sequence[MajorMatter]:
    """What else is grave about the same case. Many customers' trouble is a matter of its own."""
    if matter.kind == "many":
        return ()
    rows = await turn.session.scalars(
        select(MajorMatter)
        .where(
            MajorMatter.case_id == matter.case_id,
            MajorMatter.id != matter.id,
            MajorMatter.kind != "many",
            MajorMatter.acknowledged_at.is_(None),
        )
        .order_by(MajorMatter.id)
        .with_for_update()
    )
    return rows.all()
