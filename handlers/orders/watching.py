"""The clock looks at orders: nobody's stands still unseen, and who was promised a day hears of it first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.heads import leading
from handlers.orders.looking import agreed_day, eve, is_missed, missed_at, next_look, stands_still_at
from handlers.orders.showing import day_said, title
from handlers.orders.stages import deliverable, stage_name, stage_of
from handlers.orders.telling import remind, tell
from handlers.promises import make, running
from handlers.scene import Scene
from handlers.work_order.acting import WORKED_ON, owner
from storage.case import Case, Waiting
from storage.order import Order
from storage.outbox import Priority
from storage.person import Person

MOST = 50


async def watch(scene: Scene) -> int:
    """Look at every order whose time has come. How many that were."""
    rows = await scene.session.scalars(
        select(Order)
        .where(Order.look_at <= scene.now)
        .order_by(Order.look_at)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    due = rows.all()
    for order in due:
        case = await locked_case(scene.session, order.case_id)
        await _look(scene, order, case)
        order.look_at = await next_look(scene, order, case)
    return len(due)


async def _look(scene: Scene, order: Order, case: Case) -> None:
    missed, soon = missed_at(scene, order), eve(scene, order)
    if missed is not None and missed <= scene.now:
        await _missed(scene, order, case)
    elif soon is not None and soon <= scene.now:
        await _coming(scene, order, case)
    if await stands_still_at(scene, order, case) <= scene.now:
        order.looks += 1
        order.spoken_at = scene.now
        await _still(scene, order, case)


async def _still(scene: Scene, order: Order, case: Case) -> None:
    """It waits: its customer is reminded a few times, then the agents are asked to ring, or to go on."""
    _record(scene, order, case, "still")
    reminders = scene.house.rules.orders.reminders
    if order.waits_for_customer and order.looks <= reminders:
        # Where the matter itself waits for the customer, they are asked by that already.
        if case.waits_for is not Waiting.customer:
            await remind(scene, order)
        return
    if is_missed(order):
        what = "day_unclear" if deliverable(scene.house, order) else "day_open"
        await _tell_agents(scene, order, case, what, above=True)
        return
    what, first = ("no_answer", reminders + 1) if order.waits_for_customer else ("still", 1)
    await _tell_agents(scene, order, case, what, above=order.looks > first)


async def _coming(scene: Scene, order: Order, case: Case) -> None:
    """The agreed day is near: said to the customer where it will be kept, and to the agents anyhow."""
    order.warned_at = scene.now
    _record(scene, order, case, "day_near")
    day = agreed_day(order)
    known = stage_of(scene.house, order.stage) is not None
    if known and deliverable(scene.house, order) and day is not None:
        customer = await scene.session.get_one(Person, order.person_id)
        await tell(scene, order, "day_near", day=day_said(scene, day, customer.language))
        await _tell_agents(scene, order, case, "day_near")
    else:
        await _tell_agents(scene, order, case, "day_doubtful")


async def _missed(scene: Scene, order: Order, case: Case) -> None:
    """The agreed day has come, and it is not ready: the customer hears so before they have to ask."""
    ready = deliverable(scene.house, order)
    order.missed_at = scene.now
    _record(scene, order, case, "day_missed", ready=ready)
    if ready:
        # Perhaps it was handed over and nobody said so: only people know.
        await _tell_agents(scene, order, case, "day_unclear", above=True)
        return
    customer = await scene.session.get_one(Person, order.person_id)
    day = day_said(scene, order.delivery_on, customer.language) if order.delivery_on else ""
    await tell(scene, order, "day_missed", day=day)
    if case.state in WORKED_ON and await running(scene, case.id) is None:
        await make(scene, case, "reply")
    await _tell_agents(scene, order, case, "day_missed", above=True)


async def _tell_agents(scene: Scene, order: Order, case: Case, what: str, *, above: bool = False) -> None:
    """Say it in the topic; `above`: to the heads (or managers) too."""
    language = scene.house.default_language
    values = _values(scene, order, language)
    name = await owner(scene, case)
    if topic := await note(scene, case, f"orders.agents.{what}", name=name, **values):
        await scene.show_card(topic)
    if not above:
        return
    for conversation_id, person in await leading(scene, case.department_id):
        await scene.tell(
            conversation_id,
            person,
            f"orders.head.{what}",
            priority=Priority.staff,
            number=case.number,
            **_values(scene, order, person.language),
        )


def _values(scene: Scene, order: Order, language: str) -> dict[str, Any]:
    return {
        "order": title(order),
        "stage": stage_name(scene, order.stage, language),
        "day": day_said(scene, order.delivery_on, language) if order.delivery_on else "",
    }


def _record(scene: Scene, order: Order, case: Case, what: str, **facts: bool) -> None:
    scene.effects.record(
        f"order.{what}",
        actor_kind="bot",
        case_id=case.id,
        person_id=order.person_id,
        order=order.id,
        **facts,
    )
