"""Canned replies in use: found by words, filled in, looked at, and sent."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from handlers.desk.agent_side import topic_here
from handlers.desk.relays import locked_case
from handlers.desk.saying import case_to_write_in, say_for
from handlers.desk.topics import anchor
from handlers.naming import department_name, first_name, shortened, staff_name
from handlers.turn import Turn
from storage.canned import CannedReply
from storage.case import Case
from storage.outbound import Buttons, Edit, SendText
from storage.person import Person
from storage.staff import Department

PLACE = re.compile(r"\{(\w+)\}")
PLACES = ("name", "number", "agent", "department", "business")
"""What may stand in braces."""
MOST = 8
LABEL = 40


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """Show the department's replies in the case's topic."""
    case = await locked_case(turn.session, int(args["case"]))
    turn.answer()
    await _offer(turn, case, "")


async def search(turn: Turn, rest: str) -> None:
    """/reply words, in a case's topic: show the replies that hold the words."""
    message = turn.message
    if turn.private or message is None:
        turn.reply("router.group_only")
        return
    topic = await topic_here(turn, message)
    if turn.staff is None or topic is None:
        return
    await _offer(turn, await locked_case(turn.session, topic.case_id), rest)


async def replies_of(turn: Turn, department_id: int, words: str = "") -> list[CannedReply]:
    """A department's replies whose title or text holds every word."""
    rows = await turn.session.scalars(
        select(CannedReply).where(CannedReply.department_id == department_id).order_by(CannedReply.title)
    )
    wanted = words.casefold().split()
    return [one for one in rows if all(word in f"{one.title} {one.text}".casefold() for word in wanted)]


async def _offer(turn: Turn, case: Case, words: str) -> None:
    topic = await turn.topic_of(case.id)
    found = await replies_of(turn, case.department_id, words)
    if topic is None:
        return
    key = "choose" if found else "none_found" if words else "none_yet"
    text = turn.say(turn.house.default_language, f"desk.canned.{key}")
    await turn.owe_topic(topic, SendText(text, _rows(turn, case, found), anchor(topic), silent=True))


def _rows(turn: Turn, case: Case, found: list[CannedReply]) -> Buttons:
    audience = f"department:{case.department_id}"
    return tuple(
        (turn.button(shortened(one.title, LABEL), "desk.canned_look", audience, case=case.id, reply=one.id),)
        for one in found[:MOST]
    )


async def look(turn: Turn, args: dict[str, Any]) -> None:
    """One was chosen: show it as this customer would read it."""
    case = await case_to_write_in(turn, args)
    reply = await turn.session.get(CannedReply, int(args["reply"]))
    if case is None or turn.press is None or turn.press.message is None:
        return
    if reply is None:
        turn.answer("desk.press.reply_gone", alert=True)
        return
    language, audience = turn.house.default_language, f"department:{case.department_id}"
    row = (
        turn.button(
            turn.say(language, "desk.button.send"), "desk.canned_send", audience, case=case.id, reply=reply.id
        ),
        turn.button(turn.say(language, "desk.button.others"), "desk.canned_others", audience, case=case.id),
    )
    turn.send(Edit(turn.press.message, await filled(turn, case, reply.text), (row,)))


async def others(turn: Turn, args: dict[str, Any]) -> None:
    """Back to the list, in the same message."""
    case = await locked_case(turn.session, int(args["case"]))
    found = await replies_of(turn, case.department_id)
    if turn.press is None or turn.press.message is None:
        return
    text = turn.say(turn.house.default_language, "desk.canned.choose")
    turn.send(Edit(turn.press.message, text, _rows(turn, case, found)))


async def send(turn: Turn, args: dict[str, Any]) -> None:
    """Send it, filled in for this customer and by this agent."""
    case = await case_to_write_in(turn, args)
    reply = await turn.session.get(CannedReply, int(args["reply"]))
    if case is None:
        return
    if reply is None:
        turn.answer("desk.press.reply_gone", alert=True)
        return
    if await say_for(turn, case, await filled(turn, case, reply.text)):
        turn.record("reply.canned", case_id=case.id, reply=reply.id)


async def filled(turn: Turn, case: Case, text: str) -> str:
    """A reply with its places filled in; a brace that is no place stays as it is."""
    customer = await turn.session.get_one(Person, case.person_id)
    department = await turn.session.get_one(Department, case.department_id)
    values = {
        "name": first_name(customer.name),
        "number": case.number,
        "agent": await staff_name(turn.session, turn.staff.id if turn.staff else None),
        "department": department_name(department, customer.language),
        "business": turn.house.name(customer.language),
    }
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)
