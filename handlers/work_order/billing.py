"""The bill: an invoice noted, a payment noted, and a kind word where it is late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import format_date
from sqlalchemy import select

from handlers.calendar.opening import calendar_of
from handlers.desk.relays import RECEIPT, other_end, relay_subject
from handlers.desk.topics import note
from handlers.heads import leading
from handlers.naming import staff_name
from handlers.promises.words import in_local_words
from handlers.quiet_hours import is_quiet, quiet
from handlers.scene import Scene
from handlers.turn import Turn
from handlers.work_order.acting import SETTLED, case_at_work, owner, price, respond
from handlers.work_order.orders import order_of
from storage.account import Conversation
from storage.case import WAITING_FOR_US, Case
from storage.errors import NotAllowed
from storage.outbound import Copy, React, SendText
from storage.outbox import Priority
from storage.person import Person
from storage.work_order import BillState, WorkOrder, WorkState

MOST = 50
LONGEST = 80


async def invoice(turn: Turn, case: Case, number: str) -> None:
    """Note the invoice's number, and tell the customer until when it should be paid.

    A file whose caption this is goes to the customer with the words; written as an answer to a file that
    they have already, the words answer it there.
    """
    order = await order_of(turn, case.id)
    try:
        if order is None:
            raise NotAllowed("nothing_to_pay")
        pay_at = decent(turn, turn.now + turn.house.rules.work.pay_within)
        order.charge(number[:LONGEST], turn.now, pay_at)
    except NotAllowed as refusal:
        respond(turn, f"work.cannot.{refusal.state}")
        return
    turn.record("work.invoiced", case_id=case.id, price=order.price, currency=order.currency)
    await _send(turn, case, order)
    if topic := await note(turn, case, "work.agents.invoiced", invoice=order.invoice):
        await turn.show_card(topic)


async def _send(turn: Turn, case: Case, order: WorkOrder) -> None:
    message = turn.message
    customer = await turn.session.get_one(Person, case.person_id)
    conversation = await turn.session.get_one(Conversation, case.conversation_id)
    words = _words(turn, case, order, "invoiced", customer.language)
    if message is not None and message.attachments:
        await turn.owe_chat(
            conversation,
            Copy(turn.chat.external_id, (message.id,), caption=words, silent=is_quiet(turn)),
            subject=relay_subject(case.id, turn.chat.id, (message.id,), conversation.chat_id),
        )
        turn.send(React(message.id, RECEIPT))
        return
    end = await other_end(turn.session, turn.chat.id, message.reply_to if message is not None else None)
    there = end.message if end is not None and end.chat_id == conversation.chat_id else None
    await turn.owe_chat(conversation, SendText(words, reply_to=there, silent=is_quiet(turn)))


async def paid(turn: Turn, args: dict[str, Any]) -> None:
    """The money has come: the customer is thanked."""
    case = await case_at_work(turn, args, SETTLED)
    order = await order_of(turn, case.id) if case is not None else None
    if case is None:
        return
    try:
        if order is None:
            raise NotAllowed("not_invoiced")
        order.pay(turn.now)
    except NotAllowed as refusal:
        respond(turn, f"work.cannot.{refusal.state}")
        return
    turn.record("work.paid", case_id=case.id, price=order.price, currency=order.currency)
    await _tell(turn, case, order, "paid_plain" if order.outgrown else "paid")
    respond(turn, "work.paid_noted")
    if topic := await turn.topic_of(case.id):
        await turn.show_card(topic)


def decent(scene: Scene, at: datetime) -> datetime:
    """That moment, or the next decent hour after it."""
    return quiet(at, scene.house.zone, scene.house.rules.follow_ups)


async def look_after(scene: Scene) -> int:
    """Remind of every bill that is not written, or not paid, in time. How many were looked at."""
    rows = await scene.session.scalars(
        select(WorkOrder)
        .where(WorkOrder.pay_at <= scene.now)
        .order_by(WorkOrder.pay_at)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    due = rows.all()
    for order in due:
        if (later := decent(scene, scene.now)) > scene.now:
            order.pay_at = later
        elif order.bill is BillState.due:
            await _remind_of_payment(scene, order)
        elif order.to_invoice:
            await _remind_of_invoice(scene, order)
        else:
            order.pay_at = None
    return len(due)


async def _remind_of_invoice(scene: Scene, order: WorkOrder) -> None:
    """Work that was done at a price and is forgotten costs the house, and surprises the customer later.

    Agents are reminded while they work: over a holiday it waits for the first day after it.
    """
    case = await scene.session.get_one(Case, order.case_id)
    calendar = await calendar_of(scene, case.department_id)
    opening = calendar.soonest(scene.now)
    if opening > scene.now:
        order.pay_at = opening
        return
    order.pay_at = calendar.soonest(scene.now + scene.house.rules.work.invoice_within)
    order.pay_reminders += 1
    scene.effects.record(
        "work.not_invoiced",
        actor_kind="bot",
        case_id=case.id,
        person_id=case.person_id,
        time=order.pay_reminders,
    )
    name = await owner(scene, case)
    told = await note(
        scene,
        case,
        "work.agents.invoice_missing",
        name=name,
        price=price(order, scene.house.default_language),
    )
    if order.pay_reminders > 1 or told is None:
        await _tell_above(scene, case, order)


async def _tell_above(scene: Scene, case: Case, order: WorkOrder) -> None:
    """Reminding was not enough: the heads hear of it, or the managers where nobody leads."""
    name = await staff_name(scene.session, case.owner_id)
    above = await leading(scene, case.department_id)
    for conversation_id, person in above:
        since = in_local_words(order.repaired_at or scene.now, scene.now, scene.house.zone, person.language)
        await scene.tell(
            conversation_id,
            person,
            "work.above.owner" if name else "work.above.nobody",
            priority=Priority.staff,
            number=case.number,
            owner=name,
            price=price(order, person.language),
            since=since,
        )
    if above:
        scene.effects.record(
            "work.invoice_overdue", actor_kind="bot", case_id=case.id, person_id=case.person_id
        )


async def _remind_of_payment(scene: Scene, order: WorkOrder) -> None:
    """The agents each time, the customer some times."""
    rules = scene.house.rules.work
    case = await scene.session.get_one(Case, order.case_id)
    order.pay_at = decent(scene, scene.now + rules.pay_again_after)
    order.pay_reminders += 1
    scene.effects.record(
        "work.unpaid",
        actor_kind="bot",
        case_id=case.id,
        person_id=case.person_id,
        time=order.pay_reminders,
    )
    await note(scene, case, "work.agents.unpaid", name=await owner(scene, case), invoice=order.invoice)
    # Nobody is asked to pay for what is open again: the agents see to the bill until it is settled.
    anew = case.state in WAITING_FOR_US and order.state is not WorkState.agreed
    if order.pay_reminders <= rules.pay_reminders and not anew and not order.outgrown:
        await _tell(scene, case, order, "unpaid")


async def _tell(scene: Scene, case: Case, order: WorkOrder, what: str) -> None:
    customer = await scene.session.get_one(Person, case.person_id)
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    words = _words(scene, case, order, what, customer.language)
    await scene.owe_chat(conversation, SendText(words, silent=is_quiet(scene)))


def _words(scene: Scene, case: Case, order: WorkOrder, what: str, language: str) -> str:
    day = (order.pay_at or scene.now).astimezone(scene.house.zone).date()
    return scene.say(
        language,
        f"work.customer.{what}",
        number=case.number,
        invoice=order.invoice,
        price=price(order, language),
        day=format_date(day, locale=language),
    )
