"""The buttons of deciding, in the topic: first the verdict, then the words."""

from __future__ import annotations

from typing import Any

from handlers.decisions.deciding import REASONS, CannotDecide, decidable, decide, ready_words
from handlers.desk.ending import case_to_act_on
from handlers.desk.topics import anchor
from handlers.naming import shortened
from handlers.turn import Turn
from storage.case import Case
from storage.decision import Verdict, decision_of
from storage.outbound import Button, SendText
from storage.person import Person

LABEL = 60


async def ask_verdict(turn: Turn, args: dict[str, Any]) -> None:
    """Accepted, partly, not now?"""
    case = await _case(turn, args)
    if case is None:
        return
    turn.answer()
    rows = tuple(
        (_press(turn, case, f"decisions.verdict.{one.value}", "decision.words", verdict=one.value),)
        for one in Verdict
    )
    await _in_topic(turn, case, "decisions.which", rows)


async def ask_words(turn: Turn, args: dict[str, Any]) -> None:
    """In which words? Ready ones, or one's own with /decide."""
    case = await _case(turn, args)
    if case is None:
        return
    turn.answer()
    verdict = Verdict(args["verdict"])
    rows = tuple(
        (
            _press(
                turn,
                case,
                f"decisions.reason.{verdict.value}_{reason}",
                "decision.decide",
                verdict=verdict.value,
                reason=reason,
            ),
        )
        for reason in REASONS[verdict]
    )
    said = turn.house.texts.phrases(turn.house.default_language, f"decisions.words.{verdict.value}")[0]
    await _in_topic(turn, case, "decisions.why", rows, verdict=said)


async def decide_pressed(turn: Turn, args: dict[str, Any]) -> None:
    """Ready words were chosen: the customer reads them in their language."""
    case = await _case(turn, args)
    verdict = Verdict(args["verdict"])
    if case is None or args["reason"] not in REASONS[verdict]:
        return
    customer = await turn.session.get_one(Person, case.person_id)
    words = ready_words(turn, customer.language, verdict, args["reason"])
    known = await decision_of(turn.session, case.id)
    # A second tap tells the customer nothing new.
    if known is None or (known.verdict, known.words) != (verdict, words):
        await decide(turn, case, verdict, words)
    turn.answer("decisions.told")


async def _case(turn: Turn, args: dict[str, Any]) -> Case | None:
    case = await case_to_act_on(turn, args)
    if case is None:
        return None
    try:
        decidable(case)
    except CannotDecide as why:
        turn.answer(f"decisions.cannot.{why}", alert=True)
        return None
    return case


def _press(turn: Turn, case: Case, key: str, kind: str, **args: Any) -> Button:
    label = shortened(turn.say(turn.house.default_language, key), LABEL)
    return turn.button(label, kind, f"department:{case.department_id}", case=case.id, **args)


async def _in_topic(
    turn: Turn, case: Case, key: str, rows: tuple[tuple[Button, ...], ...], **values: object
) -> None:
    topic = await turn.topic_of(case.id)
    if topic is not None:
        text = turn.say(turn.house.default_language, key, number=case.number, **values)
        await turn.owe_topic(topic, SendText(text, rows, reply_to=anchor(topic)))
