"""Waiting for a part: the customer hears why and by when they hear more, before the old time breaks."""

from __future__ import annotations

from typing import Any

from handlers import promises
from handlers.calendar.opening import calendar_of
from handlers.calendar.terms import Term, read_term
from handlers.desk.ending import case_to_act_on
from handlers.desk.topics import anchor, note
from handlers.promises.arithmetic import due_time
from handlers.promises.making import in_words, put_down
from handlers.promises.renewing import CannotRenew, renew
from handlers.promises.terms import VERSION
from handlers.quiet_hours import is_quiet
from handlers.supervision.renewing import term_in_words
from handlers.supervision.waiting import case_that_may_wait
from handlers.turn import Turn
from storage.case import Case, Waiting
from storage.outbound import SendText
from storage.person import Person
from storage.promise import Promise

NEWS = "news"
"""The kind of a promise that says by when the customer hears how it goes on."""
_ANEW = ("nothing", "broken")
"""Where no promise can be made anew there is none that runs: news are promised beside it."""


async def wait_for_parts(turn: Turn, args: dict[str, Any]) -> None:
    """The button on the card: by when the part is thought to be here, then the customer is told."""
    case = await case_that_may_wait(turn, args)
    if case is None:
        return
    term = read_term(str(args.get("term", "")))
    if term is None:
        turn.answer()
        await _ask(turn, case)
        return
    await promises.resume(turn, case)
    try:
        promise = await renew(turn, case, term, "parts")
    except CannotRenew as why:
        if str(why) not in _ANEW:
            turn.answer(f"promises.cannot_renew.{why}", alert=True)
            return
        promise = await _promise_news(turn, case, term)
    case.wait_for(Waiting.parts)
    turn.record("case.waits_for_parts", case_id=case.id, promise=promise.id)
    turn.answer("promises.parts.noted")
    when = in_words(turn, turn.house.default_language, promise)
    if topic := await note(turn, case, "promises.agents.parts", when=when):
        await turn.show_card(topic)


async def _promise_news(turn: Turn, case: Case, term: Term) -> Promise:
    calendar = await calendar_of(turn, case.department_id)
    due = due_time(turn.now, term, calendar)
    promise = await put_down(turn, case, NEWS, term, due, f"{NEWS} parts {term} v{VERSION}")
    promise.reason = "parts"
    customer = await turn.session.get_one(Person, case.person_id)
    await turn.tell(
        case.conversation_id,
        customer,
        "promises.customer.parts",
        silent=is_quiet(turn),
        number=case.number,
        when=in_words(turn, customer.language, promise),
    )
    return promise


async def _ask(turn: Turn, case: Case) -> None:
    topic = await turn.topic_of(case.id)
    if topic is None:
        return
    language = turn.house.default_language
    rows = tuple(
        (
            turn.button(
                term_in_words(turn, language, term),
                "promise.parts",
                f"department:{case.department_id}",
                case=case.id,
                term=str(term),
            ),
        )
        for term in turn.house.rules.promises.later_by
    )
    text = turn.say(language, "promises.agents.parts_when", number=case.number)
    await turn.owe_topic(topic, SendText(text, rows, reply_to=anchor(topic)))


async def parts_came(turn: Turn, args: dict[str, Any]) -> None:
    """The part is here: the customer knows that it goes on."""
    case = await case_to_act_on(turn, args)
    if case is None:
        return
    if case.waits_for is not Waiting.parts:
        turn.answer("promises.parts.not", alert=True)
        return
    case.go_on()
    turn.record("case.goes_on", case_id=case.id)
    turn.answer("promises.parts.came")
    customer = await turn.session.get_one(Person, case.person_id)
    await turn.tell(
        case.conversation_id,
        customer,
        "promises.customer.parts_came",
        silent=is_quiet(turn),
        number=case.number,
    )
    if topic := await turn.topic_of(case.id):
        await turn.show_card(topic)
