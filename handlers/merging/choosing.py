"""Buttons that merge: what a case may be merged with, one tap, and how a part is split off."""

from __future__ import annotations

from typing import Any

from handlers.desk.relays import locked_case
from handlers.merging.finding import others_of, which_goes
from handlers.merging.joining import CannotMerge, merge
from handlers.merging.rights import may_join
from handlers.naming import shortened, without_numbers
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Button, SendText

ABOUT = 30


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """Offer the customer's other open cases, as they are known to colleagues."""
    case = await locked_case(turn.session, int(args["case"]))
    if not await may_join(turn, case):
        turn.answer("merging.cannot.not_yours", alert=True)
        return
    others = await others_of(turn, case)
    if not case.is_open or not others:
        turn.answer("merging.nothing", alert=True)
        return
    turn.answer()
    language = turn.language if turn.private else turn.house.default_language
    rows = tuple((_choice(turn, case, other),) for other in others)
    turn.send(SendText(turn.say(language, "merging.which", number=case.number), rows))


def _choice(turn: Turn, case: Case, other: Case) -> Button:
    about = shortened(without_numbers(other.summary.partition("\n")[0]), ABOUT)
    label = " · ".join(filter(None, (other.number, about)))
    return turn.button(label, "merging.merge", turn.me, case=case.id, other=other.id)


async def merge_chosen(turn: Turn, args: dict[str, Any]) -> None:
    """One tap: these two are one matter. The older number stands."""
    one = await locked_case(turn.session, int(args["case"]))
    other = await locked_case(turn.session, int(args["other"]))
    gone, kept = which_goes(one, other)
    try:
        await merge(turn, gone, kept)
    except CannotMerge as why:
        turn.answer(f"merging.cannot.{why}", alert=True, number=gone.number, other=kept.number)
        return
    turn.answer("merging.done", number=kept.number, other=gone.number)
    if turn.private:
        turn.reply("merging.done", number=kept.number, other=gone.number)


async def split_how(turn: Turn, args: dict[str, Any]) -> None:
    """Say how a part of a case becomes a case of its own."""
    case = await locked_case(turn.session, int(args["case"]))
    turn.answer()
    turn.reply("merging.split.how", number=case.number)
