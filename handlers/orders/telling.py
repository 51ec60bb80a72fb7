"""The customer hears each stage of their order once, with buttons where their word is wanted."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.orders.showing import day_said, title, today
from handlers.orders.stages import next_stage, stage_name
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from storage.order import DeliveryState, Order, OrderState
from storage.outbound import Button, Buttons
from storage.outbox import Priority
from storage.person import Person

ANSWERS = {OrderState.asked: ("confirm", "change"), OrderState.handed: ("accept", "object")}
"""What a customer can press while their word is awaited."""


async def tell(scene: Scene, order: Order, key: str, *, buttons: Buttons = (), **values: Any) -> None:
    """Say something about an order to its customer, in their language."""
    customer = await scene.session.get_one(Person, order.person_id)
    await scene.tell(
        order.conversation_id,
        customer,
        f"orders.customer.{key}",
        buttons=buttons,
        silent=is_quiet(scene),
        subject=subject(order),
        order=title(order),
        **values,
    )


async def tell_stage(scene: Scene, order: Order, words: str = "") -> None:
    """What stage it has come to, what comes next, and what is asked."""
    customer = await scene.session.get_one(Person, order.person_id)
    language = customer.language
    stage = stage_name(scene, order.stage, language)
    if order.state in ANSWERS:
        key = "ask" if order.state is OrderState.asked else "hand"
        buttons = answers(scene, order, customer)
        await tell(scene, order, key, buttons=buttons, stage=stage, words=_after(order.question))
        return
    following = next_stage(scene.house, order)
    more = [words] if words else []
    if following is not None:
        name = stage_name(scene, following.key, language)
        more.append(scene.say(language, "orders.status.next", stage=name))
    if order.delivery_on is not None and order.delivery_on >= today(scene):
        day = day_said(scene, order.delivery_on, language)
        more.append(scene.say(language, "orders.status.day", day=day))
    await tell(scene, order, "stage", stage=stage, words=_after("\n".join(more)))


async def remind(scene: Scene, order: Order) -> None:
    """The customer's word is still awaited: the question again, with its buttons."""
    customer = await scene.session.get_one(Person, order.person_id)
    stage = stage_name(scene, order.stage, customer.language)
    await scene.tell(
        order.conversation_id,
        customer,
        f"orders.customer.remind_{order.state.value}",
        buttons=answers(scene, order, customer) or choices(scene, order, customer),
        subject=subject(order),
        priority=Priority.broadcast,
        order=title(order),
        stage=stage,
        words=_after(order.question),
    )


def answers(scene: Scene, order: Order, customer: Person) -> Buttons:
    """The customer's buttons under a question."""
    rows = []
    for name in ANSWERS.get(order.state, ()):
        label = scene.say(customer.language, f"orders.button.{name}")
        audience = f"person:{customer.id}"
        rows.append((scene.button(label, f"order.{name}", audience, order=order.id, ask=order.asks),))
    return tuple(rows)


def choices(scene: Scene, order: Order, customer: Person) -> Buttons:
    """The customer's buttons under days to choose from; none while nothing is offered."""
    if order.delivery is not DeliveryState.offered or not order.is_open:
        return ()
    days = [date.fromisoformat(day) for day in order.days or ()]
    rows = [
        (
            scene.button(
                day_said(scene, day, customer.language),
                "order.take",
                f"person:{customer.id}",
                order=order.id,
                offer=order.offers,
                day=day.isoformat(),
            ),
        )
        for day in days
        if day >= today(scene)
    ]
    return (*rows, (other_day(scene, order, customer),))


def other_day(scene: Scene, order: Order, customer: Person) -> Button:
    """The customer's button for a day that suits better."""
    label = scene.say(customer.language, "orders.button.other_day")
    return scene.button(label, "order.other_day", f"person:{customer.id}", order=order.id)


def subject(order: Order) -> dict[str, Any]:
    """What is known of a message about an order, if it can't be delivered."""
    return {"kind": "order", "order": order.id}


def _after(words: str) -> str:
    return f"\n{words}" if words else ""
