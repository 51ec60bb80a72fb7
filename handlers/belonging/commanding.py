"""/move in a case's topic, as a reply to the customer's message: it belongs to another case of theirs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.belonging.candidates import named, others_of
from handlers.belonging.moving import move, to_move
from handlers.desk.relays import locked_case
from handlers.naming import without_numbers
from handlers.turn import Turn
from storage.case import Case
from storage.numbers import read_number
from storage.outbound import Button, Delete, SendText


async def command(turn: Turn, rest: str) -> None:
    """With a number it is moved at once; without one the customer's other open cases are offered."""
    message = turn.message
    if turn.private or message is None:
        turn.reply("router.group_only")
        return
    if turn.staff is None:
        return
    relay = await to_move(turn, message.reply_to)
    if relay is None or message.reply_to is None:
        _say(turn, "how")
        return
    case = await turn.session.get_one(Case, relay.case_id)
    if not await turn.serves(case.department_id):
        _say(turn, "not_yours")
        return
    if not rest:
        await _offer(turn, case, message.reply_to)
        return
    number = read_number(rest)
    other = await turn.session.scalar(
        select(Case).where(Case.number == number, Case.person_id == case.person_id, Case.id != case.id)
    )
    if other is None:
        _say(turn, "unknown")
    elif not other.is_open:
        _say(turn, "is_closed", number=other.number)
    else:
        await move(turn, message.reply_to, other.id)


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """A case was pressed."""
    copy = str(args["message"])
    relay = await to_move(turn, copy)
    case = await locked_case(turn.session, int(args["case"]))
    if relay is None or not case.is_open:
        turn.answer("belonging.press.gone", alert=True)
        return
    turn.answer()
    await move(turn, copy, case.id)
    if turn.press is not None and turn.press.message is not None:
        turn.send(Delete(turn.press.message))


async def _offer(turn: Turn, case: Case, copy: str) -> None:
    others = await others_of(turn, case)
    if not others:
        _say(turn, "no_other")
        return
    language = turn.house.default_language
    rows = tuple(
        (
            Button(
                without_numbers(named(turn, other, language)),
                turn.action(
                    "belonging.move", f"department:{case.department_id}", case=other.id, message=copy
                ),
            ),
        )
        for other in others[:8]
    )
    text = turn.say(language, "belonging.move.where")
    turn.send(SendText(text, rows, reply_to=copy, silent=True))


def _say(turn: Turn, name: str, **values: object) -> None:
    text = turn.say(turn.house.default_language, f"belonging.move.{name}", **values)
    turn.send(SendText(text, reply_to=turn.message.id if turn.message else None, silent=True))
