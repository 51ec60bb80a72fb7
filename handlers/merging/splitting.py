"""Splitting: a part of a case becomes a case of its own, with its own number, promise, topic and word."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import promises
from handlers.desk.opening import open_case
from handlers.merging.joining import with_link
from handlers.naming import staff_name
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import Case, CaseKind
from storage.case_bond import BondKind, CaseBond
from storage.outbound import Button
from storage.person import Person


async def split(turn: Turn, case: Case, summary: str, kind: CaseKind, copies: Sequence[str] = ()) -> Case:
    """Open a case for a part of another one. The customer hears its number and when they hear more."""
    customer = await turn.session.get_one(Person, case.person_id)
    part = await open_case(
        turn,
        kind=kind,
        person=customer,
        conversation=await turn.session.get_one(Conversation, case.conversation_id),
        summary=summary,
        contact=case.contact,
        copies=copies,
    )
    turn.session.add(
        CaseBond(
            case_id=part.id,
            other_id=case.id,
            kind=BondKind.split_off,
            made_by=turn.person.id,
            made_at=turn.now,
        )
    )
    for verb, one, other in (("case.split", case, part), ("case.split_off", part, case)):
        turn.effects.record(
            verb,
            actor_kind="staff",
            actor_id=turn.person.id,
            case_id=one.id,
            person_id=one.person_id,
            other=other.id,
        )
    name = await staff_name(turn.session, turn.staff.id if turn.staff else None)
    await with_link(turn, case, part, "merging.topic.split", _back(turn, case, part), name=name)
    await with_link(turn, part, case, "merging.topic.split_off", name=name)
    promise = await promises.running(turn, part.id)
    await turn.tell(
        case.conversation_id,
        customer,
        "merging.customer.split",
        silent=is_quiet(turn),
        number=part.number,
        other=case.number,
        when=promises.in_words(turn, customer.language, promise) if promise is not None else "",
    )
    return part


def _back(turn: Turn, case: Case, part: Case) -> Button:
    """One matter after all: merging takes a split back."""
    label = turn.say(turn.house.default_language, "merging.button.one_after_all")
    audience = f"department:{case.department_id}"
    return turn.button(label, "merging.merge", audience, case=part.id, other=case.id)
