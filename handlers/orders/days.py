"""The day of delivery: agents offer days, the customer takes one or says which would suit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers import forms
from handlers.orders.acting import heard, moved, told
from handlers.orders.looking import warned_already
from handlers.orders.rows import keep_step, locked
from handlers.orders.showing import day_said, title, today
from handlers.orders.stages import delivers
from handlers.orders.telling import choices, other_day, tell
from handlers.turn import Turn
from storage.case import Case
from storage.errors import NotAllowed
from storage.order import Order
from storage.outbound import Edit
from storage.person import Person


async def offer(turn: Turn, order: Order, case: Case, days: Sequence[date]) -> None:
    """Let the customer choose between days; those offered before are void. Raises NotAllowed."""
    if not delivers(turn.house):
        raise NotAllowed("no_delivery")
    order.offer(days, turn.now)
    keep_step(turn, order, "offer", ", ".join(order.days or ()), by_staff=True)
    customer = await turn.session.get_one(Person, order.person_id)
    await tell(turn, order, "days", buttons=choices(turn, order, customer))
    await told(turn, case, asks=True)
    language = turn.house.default_language
    await moved(turn, order, case, "offered", days="; ".join(day_said(turn, day, language) for day in days))


async def postpone(turn: Turn, order: Order, case: Case, day: date, why: str) -> None:
    """The agreed day can't be kept: the customer hears why, and the new one. Raises NotAllowed."""
    order.postpone(day, turn.now)
    warned_already(turn, order)
    keep_step(turn, order, "postpone", f"{day.isoformat()} {why}", by_staff=True)
    customer = await turn.session.get_one(Person, order.person_id)
    said = day_said(turn, day, customer.language)
    await tell(turn, order, "later", buttons=((other_day(turn, order, customer),),), day=said, why=why)
    await told(turn, case, asks=False)
    await moved(turn, order, case, "later", day=day_said(turn, day, turn.house.default_language))


async def take(turn: Turn, args: dict[str, Any]) -> None:
    """The customer takes a day; what they chose stays in their chat, with the time."""
    order, case = await locked(turn, int(args["order"]))
    turn.answer()
    day = date.fromisoformat(args["day"])
    try:
        if order.offers != args["offer"]:
            raise NotAllowed("old")
        order.take(day, today(turn), turn.now)
    except NotAllowed as refusal:
        other = () if not order.is_open else ((other_day(turn, order, turn.person),),)
        key = "day_over" if not order.is_open else "day_gone"
        if refusal.state == "agreed" and order.delivery_on == day:
            key = "day_agreed_already"
        turn.reply(
            f"orders.customer.{key}",
            buttons=other,
            order=order.number,
            day=day_said(turn, day, turn.language),
        )
        return
    warned_already(turn, order)
    keep_step(turn, order, "take", day.isoformat(), by_staff=False)
    said = day_said(turn, day, turn.language)
    at = turn.now.astimezone(turn.house.zone)
    if turn.press is not None and turn.press.message is not None:
        signed = turn.text_of(
            "orders.customer.signed_take", order=title(order), day=said, at=f"{at:%Y-%m-%d %H:%M}"
        )
        turn.send(Edit(turn.press.message, signed))
    buttons = ((other_day(turn, order, turn.person),),)
    turn.reply("orders.customer.day_agreed", buttons=buttons, order=order.number, day=said)
    await heard(turn, case)
    await moved(turn, order, case, "taken", day=day_said(turn, day, turn.house.default_language))


async def other(turn: Turn, args: dict[str, Any]) -> None:
    """None of the days suits, or not the agreed one any more: which would?"""
    order, _ = await locked(turn, int(args["order"]))
    turn.answer()
    if not order.is_open:
        turn.reply("orders.customer.day_over", order=order.number)
        return
    await forms.start(turn, "order_day", order=order.id)
