"""How an order stands, in a few lines: for its customer, on the agents' card and panel."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from handlers.naming import first_name, shortened
from handlers.orders.looking import stands_still_at
from handlers.orders.rows import open_orders
from handlers.orders.stages import next_stage, stage_name, stages
from handlers.promises.words import day_in_words, local_day_in_words
from handlers.scene import Scene
from storage.case import Case
from storage.order import WITH_CUSTOMER, DeliveryState, Order, OrderState, OrderStep
from storage.person import Person
from storage.staff import Staff

LENGTH = 120
_PAST = 5


def title(order: Order) -> str:
    """An order by its number and what it is."""
    what = shortened(order.what, LENGTH)
    return f"{order.number} ({what})" if what else order.number


def day_said(scene: Scene, day: date, language: str) -> str:
    """A day of delivery in words."""
    return day_in_words(day, today(scene), language)


def today(scene: Scene) -> date:
    """The day it is at the business."""
    return scene.now.astimezone(scene.house.zone).date()


def told_lines(scene: Scene, order: Order, language: str) -> list[str]:
    """What the customer reads of an order: its stage, since when, what comes next, the day of delivery."""
    since = local_day_in_words(order.stage_at, scene.now, scene.house.zone, language)
    state = "at" if order.is_open else order.state.value
    stage = stage_name(scene, order.stage, language)
    lines = [scene.say(language, f"orders.status.{state}", order=title(order), stage=stage, since=since)]
    if not order.is_open:
        return lines
    following = next_stage(scene.house, order)
    if order.state is OrderState.running and following is not None:
        name = stage_name(scene, following.key, language)
        lines.append(scene.say(language, "orders.status.next", stage=name))
    elif order.state is not OrderState.running:
        lines.append(scene.say(language, f"orders.status.{order.state.value}"))
        lines += [order.question] if order.question and order.state in WITH_CUSTOMER else []
    return [*lines, *_delivery(scene, order, language, "status")]


async def panel_lines(scene: Scene, order: Order, case: Case, language: str) -> list[str]:
    """What agents see of an order: how it stands, whether it stands still, and what happened."""
    lines = [_agents_line(scene, order, language)]
    if order.is_open and not order.waits_for_customer:
        due = await stands_still_at(scene, order, case)
        if order.looks or due <= scene.now:
            lines.append(scene.say(language, "orders.card.still"))
    lines += _delivery(scene, order, language, "card")
    rows = await scene.session.scalars(
        select(OrderStep).where(OrderStep.order_id == order.id).order_by(OrderStep.id.desc()).limit(_PAST)
    )
    steps = rows.all()
    names = await _names(scene, {step.person_id for step in steps if step.by_staff})
    for step in reversed(steps):
        local = step.at.astimezone(scene.house.zone)
        what = scene.say(
            language,
            f"orders.step.{step.what}",
            stage=stage_name(scene, step.stage, language),
            words=shortened(step.words, LENGTH),
        )
        who = names.get(step.person_id, "") if step.by_staff else scene.say(language, "orders.step.customer")
        lines.append(f"· {local:%m-%d %H:%M} {what.strip(' :：')} ({who})")
    return lines


async def card_lines(scene: Scene, case: Case, language: str) -> list[str]:
    """A line on the card for each order of this customer that is in the making."""
    if not stages(scene.house):
        return []
    lines: list[str] = []
    for order in await open_orders(scene, case.person_id):
        lines += [_agents_line(scene, order, language), *_delivery(scene, order, language, "card")]
    return lines


async def _names(scene: Scene, people: set[int]) -> dict[int, str]:
    """What colleagues are called, by who they are."""
    rows = await scene.session.execute(
        select(Person.id, Person.name, Staff.public_name)
        .join(Staff, Staff.person_id == Person.id)
        .where(Person.id.in_(people))
    )
    return {person_id: public or first_name(name) for person_id, name, public in rows}


def _agents_line(scene: Scene, order: Order, language: str) -> str:
    stage = stage_name(scene, order.stage, language)
    state = scene.say(language, f"orders.card.{order.state.value}")
    return scene.say(language, "orders.card.line", order=title(order), stage=stage, state=state)


def _delivery(scene: Scene, order: Order, language: str, where: str) -> list[str]:
    if order.delivery is DeliveryState.offered and order.is_open:
        days = [day_said(scene, date.fromisoformat(day), language) for day in order.days or ()]
        return [scene.say(language, f"orders.{where}.offered", days="; ".join(days))]
    if order.delivery_on is None or not order.is_open:
        return []
    if where == "status" and order.delivery_on < today(scene):
        return []
    return [scene.say(language, f"orders.{where}.day", day=day_said(scene, order.delivery_on, language))]
