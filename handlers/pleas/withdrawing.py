"""A customer takes a matter back: asked once more, then it is over, with their own word for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.desk.ending import finish
from handlers.desk.relays import locked_case
from handlers.desk.status import status
from handlers.turn import Turn
from storage.case import OPEN_STATES, Case, Outcome


async def withdraw(turn: Turn) -> None:
    """Asked for in words: about their one open matter, or they see all of them."""
    rows = await turn.session.scalars(
        select(Case).where(Case.person_id == turn.person.id, Case.state.in_(OPEN_STATES))
    )
    standing = rows.all()
    if len(standing) == 1:
        _ask(turn, standing[0])
    else:
        await status(turn)


async def withdraw_of(turn: Turn, args: dict[str, Any]) -> None:
    """The button: first asked whether they mean it, then done."""
    turn.answer()
    case = await locked_case(turn.session, int(args["case"]))
    if case.person_id != turn.person.id or not case.is_open:
        turn.reply("desk.customer.closed_already", number=case.number)
    elif args.get("sure"):
        await finish(turn, case, Outcome.withdrawn, by="customer", actor_id=turn.person.id)
        turn.reply("pleas.withdraw.done", number=case.number)
    else:
        _ask(turn, case)


async def stay(turn: Turn, args: dict[str, Any]) -> None:
    """They would rather go on."""
    turn.answer()
    case = await locked_case(turn.session, int(args["case"]))
    key = "desk.customer.still_open" if case.is_open else "desk.customer.closed_already"
    turn.reply(key, number=case.number)


def _ask(turn: Turn, case: Case) -> None:
    buttons = (
        turn.choice("pleas.button.sure", "plea.withdraw", case=case.id, sure=True),
        turn.choice("pleas.button.stay", "plea.stay", case=case.id),
    )
    turn.reply("pleas.withdraw.sure", buttons=(buttons,), number=case.number)
