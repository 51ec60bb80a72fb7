"""An agent who sees that a promise cannot be kept: a later time, a reason, and the customer knows."""

from __future__ import annotations

import re
from typing import Any

from handlers.calendar.terms import Term, read_term
from handlers.desk.agent_side import topic_here
from handlers.desk.ending import case_to_act_on
from handlers.desk.topics import anchor, note
from handlers.promises.making import in_words
from handlers.promises.renewing import REASONS, CannotRenew, reason_in_words, renew, renewable
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Button, Buttons, SendText
from storage.promise import Promise

_TERM = re.compile(
    r"(\d+(?:\.\d+)?\s*(?:working\s+)?(?:hours?|days?|weeks?|minutes?|min|h|d|w)\b|\d+\s*个?(?:工作日|工作小时|小时|天|周))\s*",
    re.IGNORECASE,
)
LONGEST_REASON = 300


async def later(turn: Turn, args: dict[str, Any]) -> None:
    """The button on the card: first the time, then the reason, then the customer is told."""
    case = await case_to_act_on(turn, args)
    if case is None:
        return
    try:
        await renewable(turn, case)
    except CannotRenew as why:
        turn.answer(f"promises.cannot_renew.{why}", alert=True)
        return
    turn.answer()
    if "term" not in args:
        await _ask(turn, case, "promises.agents.until_when", _times(turn, case))
    elif "reason" not in args:
        await _ask(turn, case, "promises.agents.why", _reasons(turn, case, args["term"]))
    elif (term := read_term(args["term"])) is not None:
        await _renew(turn, case, term, args["reason"])


async def command(turn: Turn, rest: str) -> None:
    """/later in a case's topic: a term, then the reason in the agent's own words."""
    topic = await topic_here(turn, turn.message) if turn.message and not turn.private else None
    if topic is None:
        _say(turn, "promises.later.where")
        return
    meant = read_later(rest)
    if meant is None:
        _say(turn, "promises.later.how")
        return
    case = await case_to_act_on(turn, {"case": topic.case_id})
    if case is None:
        _say(turn, "promises.later.owner_only")
        return
    try:
        await _renew(turn, case, *meant)
    except CannotRenew as why:
        _say(turn, f"promises.cannot_renew.{why}")


async def _renew(turn: Turn, case: Case, term: Term, reason: str) -> None:
    try:
        await renew_and_tell(turn, case, term, reason)
    except CannotRenew as why:
        if turn.press is None:
            raise
        _say(turn, f"promises.cannot_renew.{why}")


async def renew_and_tell(turn: Turn, case: Case, term: Term, reason: str) -> Promise:
    """Promise a later time; customer and agents hear when and why. Raises CannotRenew."""
    promise = await renew(turn, case, term, reason)
    language = turn.house.default_language
    topic = await note(
        turn,
        case,
        "promises.agents.renewed",
        when=in_words(turn, language, promise),
        reason=reason_in_words(turn, language, reason),
    )
    if topic is not None:
        await turn.show_card(topic)
    return promise


def read_later(words: str) -> tuple[Term, str] | None:
    """The term and the reason in "3 working days The part comes from abroad". None without either."""
    found = _TERM.match(words)
    term = read_term(found[1]) if found else None
    reason = words[found.end() :].strip()[:LONGEST_REASON] if found else ""
    return (term, reason) if term is not None and reason else None


async def _ask(turn: Turn, case: Case, key: str, buttons: Buttons) -> None:
    topic = await turn.topic_of(case.id)
    if topic is not None:
        text = turn.say(turn.house.default_language, key, number=case.number)
        await turn.owe_topic(topic, SendText(text, buttons, reply_to=anchor(topic)))


def _times(turn: Turn, case: Case) -> Buttons:
    terms = turn.house.rules.promises.later_by
    return tuple(
        (_press(turn, case, term_in_words(turn, turn.house.default_language, term), term=str(term)),)
        for term in terms
    )


def _reasons(turn: Turn, case: Case, term: str) -> Buttons:
    language = turn.house.default_language
    return tuple(
        (_press(turn, case, reason_in_words(turn, language, reason), term=term, reason=reason),)
        for reason in REASONS
    )


def _press(turn: Turn, case: Case, label: str, **args: Any) -> Button:
    return turn.button(label, "promise.later", f"department:{case.department_id}", case=case.id, **args)


def term_in_words(scene: Scene, language: str, term: Term) -> str:
    """How much later that is: "+ 3 working days"."""
    seconds = int(term.length.total_seconds())
    unit = {"working_days": "working_days", "working_time": "working_hours"}.get(term.unit.value, "hours")
    count = term.length.days if unit == "working_days" else round(seconds / 3600, 1)
    return scene.say(language, f"promises.term.{unit}", count=int(count) if count == int(count) else count)


def _say(turn: Turn, key: str) -> None:
    """Groups are spoken to in the language of the house."""
    message = turn.message.id if turn.message else None
    turn.send(SendText(turn.say(turn.house.default_language, key), reply_to=message))
