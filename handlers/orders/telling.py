"""The customer hears each stage of their order once, with buttons where their word is wanted."""

from __future__ import annotations

from typing import Any

from handlers.orders.showing import day_said, title
from handlers.orders.stages import next_stage, stage_name
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from storage.order import Order, OrderState
from storage.outbound import Buttons
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
    if order.delivery_on is not None:
        day = day_said(scene, order.delivery_on, language)
        more.append(scene.say(language, "orders.status.day", day=day))
    await tell(scene, order, "stage", stage=stage, words=_after("\n".join(more)))


async def remind(scene: Scene, order: Order) -> None:
    """The customer's word is still awaited: the question again, with its buttons."""
    customer = await scene.session.get_one(Person, order.person_id)
    stage = stage_name(scene, order.stage, customer.language)
    buttons = answers(scene, order, customer)
    await scene.tell(
        order.conversation_id,
        customer,
        f"orders.customer.remind_{order.state.value}",
        buttons=buttons,
        priority=Priority.broadcast,
        order=title(order),
        stage=stage,
        words=_after(order.question),
    )


def answers(scene: Scene, order: Order, customer: Person, *, named: bool = False) -> Buttons:
    """The customer's buttons under a question; `named` with the order's number."""
    rows = []
    for name in ANSWERS.get(order.state, ()):
        label = scene.say(customer.language, f"orders.button.{name}")
        label = f"{label} · {order.number}" if named else label
        audience = f"person:{customer.id}"
        rows.append((scene.button(label, f"order.{name}", audience, order=order.id, ask=order.asks),))
    return tuple(rows)


def _after(words: str) -> str:
    return f"\n{words}" if words else ""
