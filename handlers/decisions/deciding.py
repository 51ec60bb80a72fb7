"""Deciding: what becomes of a suggestion, told to its customer with the reason."""

from __future__ import annotations

from handlers import promises
from handlers.desk.topics import note
from handlers.naming import staff_name
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from storage.case import WAITING_FOR_US, Case, CaseKind
from storage.decision import Decision, Verdict
from storage.person import Person

REASONS: dict[Verdict, tuple[str, ...]] = {
    Verdict.accepted: ("planned", "begun"),
    Verdict.partly: ("in_part", "trial"),
    Verdict.not_now: ("rules", "means", "others"),
}
"""Ready words for each verdict; with /decide they are one's own."""
LONGEST = 1000


class CannotDecide(Exception):
    """Why not, as the last part of a text's key: not_a_suggestion, over, take_first."""


def decidable(case: Case) -> None:
    """Whether there is anything to decide. Raises CannotDecide."""
    if case.kind is not CaseKind.suggestion:
        raise CannotDecide("not_a_suggestion")
    if case.state not in WAITING_FOR_US:
        raise CannotDecide("over")
    if case.owner_id is None:
        raise CannotDecide("take_first")


async def decide(turn: Turn, case: Case, verdict: Verdict, words: str) -> Decision:
    """Decide; the customer and the topic hear it. An earlier decision is replaced. Raises CannotDecide."""
    decidable(case)
    if turn.staff is None:
        raise LookupError("only staff decide")
    decision = Decision(
        case_id=case.id,
        verdict=verdict,
        words=words.strip()[:LONGEST],
        decided_by=turn.staff.id,
        decided_at=turn.now,
    )
    turn.session.add(decision)
    await turn.session.flush()
    turn.effects.record(
        "suggestion.decided",
        actor_kind="staff",
        actor_id=turn.person.id,
        case_id=case.id,
        person_id=case.person_id,
        verdict=verdict.value,
    )
    # A person's answer to what the customer proposed is what they were promised.
    if case.answer(turn.now):
        turn.record("case.answered", case_id=case.id)
    await promises.keep(turn, case, "first_answer", "finding", "reply")
    customer = await turn.session.get_one(Person, case.person_id)
    thanks = turn.button(
        turn.say(customer.language, "decisions.button.thanks"),
        "decision.thanks",
        f"person:{customer.id}",
        decision=decision.id,
    )
    name = await staff_name(turn.session, turn.staff.id)
    await turn.tell(
        case.conversation_id,
        customer,
        f"decisions.customer.{verdict.value}",
        buttons=((thanks,),),
        silent=is_quiet(turn),
        number=case.number,
        words=decision.words,
        name=name,
    )
    language = turn.house.default_language
    verdict_words = turn.say(language, f"decisions.verdict.{verdict.value}")
    topic = await note(turn, case, "decisions.topic", name=name, verdict=verdict_words, words=decision.words)
    if topic is not None:
        await turn.show_card(topic)
    return decision


def ready_words(turn: Turn, language: str, verdict: Verdict, reason: str) -> str:
    """The words of a ready reason."""
    return turn.say(language, f"decisions.reason.{verdict.value}_{reason}")
