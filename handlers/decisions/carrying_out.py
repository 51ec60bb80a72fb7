"""A suggestion that was taken up is carried out, be it long after: its customer hears so, once."""

from __future__ import annotations

from typing import Any

from handlers.decisions.deciding import LONGEST
from handlers.desk.ending import case_to_act_on
from handlers.desk.topics import note
from handlers.naming import staff_name
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from storage.case import Case
from storage.decision import Decision, Verdict, decision_of
from storage.person import Person


def to_carry_out(decision: Decision | None) -> bool:
    """Whether there is something left to tell the customer of."""
    return decision is not None and decision.verdict is not Verdict.not_now and decision.done_at is None


async def done_pressed(turn: Turn, args: dict[str, Any]) -> None:
    """It is done: tell the customer."""
    case = await case_to_act_on(turn, args)
    if case is not None:
        told = await done(turn, case, "")
        turn.answer("decisions.told" if told else "decisions.nothing_to_tell", alert=not told)


async def done(turn: Turn, case: Case, words: str) -> bool:
    """Tell the customer that what they proposed is done. False if it was not taken up, or they know."""
    decision = await decision_of(turn.session, case.id)
    if decision is None or not to_carry_out(decision):
        return False
    decision.done_at = turn.now
    turn.effects.record(
        "suggestion.done",
        actor_kind="staff",
        actor_id=turn.person.id,
        case_id=case.id,
        person_id=case.person_id,
    )
    customer = await turn.session.get_one(Person, case.person_id)
    key = "done_with" if words.strip() else "done"
    said = words.strip()[:LONGEST]
    await turn.tell(
        case.conversation_id,
        customer,
        f"decisions.customer.{key}",
        silent=is_quiet(turn),
        number=case.number,
        words=said,
    )
    name = await staff_name(turn.session, turn.staff.id if turn.staff else None)
    topic = await note(turn, case, "decisions.topic_done", silent=True, name=name)
    if topic is not None:
        await turn.show_card(topic)
    return True
