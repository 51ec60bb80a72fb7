"""What the work costs: said before it begins, accepted or declined by the customer's recorded button."""

from __future__ import annotations

from typing import Any

from handlers import promises
from handlers.desk.ending import reopen
from handlers.desk.hearing import expect_reply
from handlers.desk.passing import speak_of
from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from handlers.work_order.acting import ask_customer, case_at_work, price, respond
from handlers.work_order.orders import order_of, write_order
from storage.case import WAITING_FOR_US, Case, CaseState
from storage.errors import NotAllowed
from storage.outbound import Edit
from storage.person import Person
from storage.work_order import WorkOrder

LONGEST = 500


async def find(turn: Turn, case: Case, words: str) -> None:
    """Note what the call or the visit found. An offer that stood is void: it was for another fault."""
    order = await write_order(turn, case)
    try:
        order.locate(words[:LONGEST], turn.now)
    except NotAllowed as refusal:
        respond(turn, f"work.cannot.{refusal.state}")
        return
    turn.record("work.located", case_id=case.id)
    if topic := await note(turn, case, "work.agents.found", words=order.finding):
        await turn.show_card(topic)


async def free(turn: Turn, args: dict[str, Any]) -> None:
    """The warranty or the house pays: one tap."""
    case = await case_at_work(turn, args)
    if case is None:
        return
    order = await order_of(turn, case.id)
    if turn.press is not None and order is not None and order.state == "offered" and order.price == 0:
        # A second tap does not ask the customer again.
        respond(turn, "work.offered")
        return
    await offer(turn, case, 0, "")


async def offer(turn: Turn, case: Case, amount: int, words: str) -> None:
    """Tell the customer what it costs, or that it costs nothing, and ask for their word."""
    order = await write_order(turn, case)
    try:
        order.offer(amount, turn.house.rules.work.currency, words[:LONGEST], turn.now)
    except NotAllowed as refusal:
        respond(turn, f"work.cannot.{refusal.state}")
        return
    turn.record("work.offered", case_id=case.id, offer=order.offers, price=amount, currency=order.currency)
    await speak_of(turn, case)
    customer = await turn.session.get_one(Person, case.person_id)
    language = customer.language
    buttons = tuple(
        (
            turn.button(
                turn.say(language, f"work.button.{name}"),
                f"work.{name}",
                f"person:{customer.id}",
                case=case.id,
                offer=order.offers,
            ),
        )
        for name in ("accept", "decline")
    )
    await turn.tell(
        case.conversation_id,
        customer,
        f"work.customer.{_sort(order)}",
        buttons=buttons,
        silent=is_quiet(turn),
        number=case.number,
        finding=order.finding,
        price=price(order, language),
        words=order.price_for or order.finding,
    )
    await ask_customer(turn, case)
    turn.answer("work.offered")
    await note(
        turn, case, f"work.agents.offered_{_sort(order)}", price=price(order, turn.house.default_language)
    )


async def accept(turn: Turn, args: dict[str, Any]) -> None:
    """The customer agrees. What they agreed to stays in their chat, with the time."""
    case, order = await _standing(turn, args)
    if case is None or order is None:
        return
    order.accept(turn.now)
    _record(turn, case, order, "work.accepted")
    _sign(turn, order, "accepted")
    turn.reply(
        f"work.customer.accepted_{_sort(order)}", number=case.number, price=price(order, turn.language)
    )
    await _go_on(turn, case, f"work.agents.accepted_{_sort(order)}", order)


async def decline(turn: Turn, args: dict[str, Any]) -> None:
    """The customer would rather not: nothing is done, and only their word closes the matter."""
    case, order = await _standing(turn, args)
    if case is None or order is None:
        return
    order.decline(turn.now)
    _record(turn, case, order, "work.declined")
    _sign(turn, order, "declined")
    turn.reply(
        "work.customer.declined",
        buttons=(
            (turn.choice("work.button.talk", "work.talk", case=case.id),),
            (turn.choice("work.button.close", "plea.withdraw", case=case.id, sure=True),),
        ),
        number=case.number,
    )
    await _go_on(turn, case, "work.agents.declined", order)


async def talk(turn: Turn, args: dict[str, Any]) -> None:
    """After declining: they would like to hear of another way."""
    case = await locked_case(turn.session, int(args["case"]))
    turn.answer()
    if case.state not in WAITING_FOR_US:
        turn.reply("desk.customer.closed_already", number=case.number)
        return
    await note(turn, case, "work.agents.talk")
    await expect_reply(turn, case)
    turn.reply("work.customer.talk", number=case.number)


async def _standing(turn: Turn, args: dict[str, Any]) -> tuple[Case | None, WorkOrder | None]:
    """Case and order, if this very offer still waits for the customer's word; else they hear so."""
    case = await locked_case(turn.session, int(args["case"]))
    order = await order_of(turn, case.id)
    turn.answer()
    if order is not None and case.is_open and order.state == "offered" and order.offers == args["offer"]:
        return case, order
    turn.reply("work.customer.old_offer", number=case.number)
    return None, None


def _record(turn: Turn, case: Case, order: WorkOrder, verb: str) -> None:
    turn.record(verb, case_id=case.id, offer=order.offers, price=order.price, currency=order.currency)


def _sign(turn: Turn, order: WorkOrder, what: str) -> None:
    """The offer loses its buttons and keeps the customer's word beneath it, as a piece of writing does."""
    if turn.press is None or turn.press.message is None:
        return
    at = turn.now.astimezone(turn.house.zone)
    text = turn.text_of(
        f"work.customer.signed_{what}",
        what=turn.text_of(
            f"work.customer.what_{_sort(order)}",
            price=price(order, turn.language),
            words=order.price_for or order.finding,
        ),
        at=f"{at:%Y-%m-%d %H:%M}",
    )
    turn.send(Edit(turn.press.message, text))


async def _go_on(turn: Turn, case: Case, key: str, order: WorkOrder) -> None:
    if case.state is CaseState.resolved:
        # It was thought settled while the question stood: somebody has to go on with it.
        await reopen(turn, case, supervised=False, promise="reply", why="customer")
    await promises.resume(turn, case)
    await expect_reply(turn, case)
    if topic := await note(turn, case, key, price=price(order, turn.house.default_language)):
        await turn.show_card(topic)


def _sort(order: WorkOrder) -> str:
    return "price" if order.chargeable else "free"
