"""Passing praise on: to who looked after the customer last, and to those who lead the department."""

from __future__ import annotations

from sqlalchemy import select

from handlers.heads import heads_of
from handlers.naming import shortened, staff_name
from handlers.turn import Turn
from storage.case import Case
from storage.outbox import Priority
from storage.person import Person
from storage.praise import Praise
from storage.staff import Staff

WORDS_LENGTH = 1000


async def pass_on(turn: Turn, words: str) -> None:
    """Keep the words, tell agent and heads (managers where there are none), and thank the customer."""
    case = await turn.session.scalar(
        select(Case)
        .where(Case.person_id == turn.person.id, Case.owner_id.is_not(None))
        .order_by(Case.id.desc())
        .limit(1)
    )
    staff = await turn.session.get(Staff, case.owner_id) if case is not None else None
    kept = Praise(
        person_id=turn.person.id,
        staff_id=staff.id if staff else None,
        department_id=case.department_id if case else None,
        words=words,
        at=turn.now,
    )
    turn.session.add(kept)
    await turn.session.flush()
    turn.record("praise.given", case_id=case.id if case else None, praise=kept.id)
    name = await staff_name(turn.session, staff.id if staff else None)
    told = await _told(turn, staff, case)
    for conversation_id, person in told:
        theirs = staff is not None and person.id == staff.person_id
        await turn.tell(
            conversation_id,
            person,
            "praise.for_you" if theirs else "praise.for_colleague" if name else "praise.for_all",
            priority=Priority.staff,
            name=name,
            words=shortened(words, WORDS_LENGTH),
        )
    turn.reply("praise.thanks_for" if name and told else "praise.thanks", name=name)


async def _told(turn: Turn, staff: Staff | None, case: Case | None) -> list[tuple[int, Person]]:
    above = await heads_of(turn, case.department_id) if case is not None else []
    told = {person.id: (place, person) for place, person in above or await turn.managers()}
    if staff is not None and staff.left_at is None and staff.conversation_id is not None:
        person = await turn.session.get_one(Person, staff.person_id)
        told[person.id] = (staff.conversation_id, person)
    return list(told.values())
