"""The customer's word on a stage: pressed, recorded, and readable in their chat in place of the buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from handlers import forms, promises
from handlers.orders.acting import heard, moved, stand_open, stand_supervised
from handlers.orders.rows import keep_step, locked
from handlers.orders.showing import title
from handlers.orders.stages import next_stage, stage_name
from handlers.turn import Turn
from storage.case import Case
from storage.errors import NotAllowed
from storage.order import Order
from storage.outbound import Edit


async def confirm(turn: Turn, args: dict[str, Any]) -> None:
    """Yes, like this: it goes on."""
    found = await _answered(turn, args, "confirm", Order.confirm)
    if found is None:
        return
    order, case = found
    following = next_stage(turn.house, order)
    name = stage_name(turn, following.key, turn.language) if following is not None else ""
    key = "orders.customer.confirmed" if name else "orders.customer.noted"
    turn.reply(key, order=order.number, stage=name)
    await heard(turn, case)
    await _tell_agents(turn, order, case, "confirmed")


async def change(turn: Turn, args: dict[str, Any]) -> None:
    """Something shall be different: nothing goes on, and the customer says what."""
    found = await _answered(turn, args, "change", Order.change)
    if found is None:
        return
    order, case = found
    await stand_open(turn, case)
    await _tell_agents(turn, order, case, "change")
    turn.reply("orders.customer.changing", order=order.number)
    await forms.start(turn, "order_change", order=order.id)


async def accept(turn: Turn, args: dict[str, Any]) -> None:
    """Everything is as it should be: the order is done."""
    found = await _answered(turn, args, "accept", Order.accept)
    if found is None:
        return
    order, case = found
    turn.reply("orders.customer.accepted", order=order.number)
    await heard(turn, case)
    await _tell_agents(turn, order, case, "accepted")


async def object_to(turn: Turn, args: dict[str, Any]) -> None:
    """Something is wrong: the matter stands open, supervised, with a promise until it is right."""
    found = await _answered(turn, args, "object", Order.object)
    if found is None:
        return
    order, case = found
    promise = await stand_supervised(turn, case)
    await _tell_agents(turn, order, case, "object")
    when = promises.in_words(turn, turn.language, promise)
    turn.reply("orders.customer.objected", order=order.number, number=case.number, when=when)
    await forms.start(turn, "order_wrong", order=order.id)


async def _answered(
    turn: Turn, args: dict[str, Any], what: str, verb: Callable[[Order, datetime], None]
) -> tuple[Order, Case] | None:
    """Order and matter, if this very question still waited for the customer's word; else they hear so."""
    order, case = await locked(turn, int(args["order"]))
    turn.answer()
    question = order.question
    try:
        if order.asks != args["ask"]:
            raise NotAllowed("old")
        verb(order, turn.now)
    except NotAllowed:
        turn.reply("orders.customer.old_question", order=order.number, buttons=((turn.go("order"),),))
        return None
    keep_step(turn, order, what, question, by_staff=False)
    _sign(turn, order, what, question)
    return order, case


def _sign(turn: Turn, order: Order, what: str, question: str) -> None:
    """The question loses its buttons and keeps the customer's word beneath it, as a piece of writing does."""
    if turn.press is None or turn.press.message is None:
        return
    at = turn.now.astimezone(turn.house.zone)
    asked = stage_name(turn, order.stage, turn.language)
    text = turn.text_of(
        f"orders.customer.signed_{what}",
        order=title(order),
        asked=f"{asked}: {question}" if question else asked,
        at=f"{at:%Y-%m-%d %H:%M}",
    )
    turn.send(Edit(turn.press.message, text))


async def _tell_agents(turn: Turn, order: Order, case: Case, key: str) -> None:
    stage = stage_name(turn, order.stage, turn.house.default_language)
    await moved(turn, order, case, key, stage=stage)
