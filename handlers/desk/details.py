"""Asking a customer for details: a ready question goes out, and the promise waits for the answer."""

from __future__ import annotations

from typing import Any

from handlers import promises
from handlers.desk.saying import case_to_write_in, say_for
from handlers.desk.topics import anchor
from handlers.naming import staff_name
from handlers.turn import Turn
from storage.case import Case, CaseState
from storage.outbound import SendText
from storage.person import Person

READY = ("what", "photo", "product", "address", "phone")
"""What agents most often lack: what happened, a picture, which product or order, where, and a number."""


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """Show the ready questions in the case's topic, and how to ask in one's own words."""
    case = await _to_ask_in(turn, args)
    topic = await turn.topic_of(case.id) if case is not None else None
    if case is None or topic is None:
        return
    turn.answer()
    language, audience = turn.house.default_language, f"department:{case.department_id}"
    rows = tuple(
        (
            turn.button(
                turn.say(language, f"desk.details.{what}"),
                "desk.details_ask",
                audience,
                case=case.id,
                what=what,
            ),
        )
        for what in READY
    )
    text = turn.say(language, "desk.details.choose", number=case.number)
    await turn.owe_topic(topic, SendText(text, rows, anchor(topic), silent=True))


async def ask(turn: Turn, args: dict[str, Any]) -> None:
    """Ask it in the customer's language and the agent's name. Their answer comes to the topic as ever."""
    case, what = await _to_ask_in(turn, args), str(args["what"])
    if case is None or what not in READY or turn.staff is None:
        return
    customer = await turn.session.get_one(Person, case.person_id)
    words = turn.say(
        customer.language,
        f"desk.details.ask_{what}",
        number=case.number,
        name=await staff_name(turn.session, turn.staff.id),
    )
    turn.record("details.asked", case_id=case.id, what=what)
    await say_for(turn, case, words)
    await promises.pause(turn, case)
    if topic := await turn.topic_of(case.id):
        await turn.show_card(topic)


async def _to_ask_in(turn: Turn, args: dict[str, Any]) -> Case | None:
    """The case, if the presser writes to its customer and it is ours to go on with; else they are told."""
    case = await case_to_write_in(turn, args)
    if case is not None and case.state not in (CaseState.taken, CaseState.reopened):
        turn.answer(f"desk.press.is_{case.state.value}", alert=True)
        return None
    return case
