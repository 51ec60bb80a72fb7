"""When an order is looked at next: when it stands still, and around the agreed day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from handlers.calendar.opening import calendar_of
from handlers.orders.stages import deliverable, stage_of
from handlers.quiet_hours import quiet
from handlers.scene import Scene
from storage.case import Case
from storage.order import DeliveryState, Order, OrderState


async def next_look(scene: Scene, order: Order, case: Case) -> datetime | None:
    """The soonest of what is to be said, in decent hours; None once it is over."""
    if not order.is_open:
        return None
    moments = [await stands_still_at(scene, order, case), eve(scene, order), missed_at(scene, order)]
    soonest = min(moment for moment in moments if moment is not None)
    return quiet(max(soonest, scene.now), scene.house.zone, scene.house.rules.follow_ups)


async def stands_still_at(scene: Scene, order: Order, case: Case) -> datetime:
    """When it is said (again) that an order waits: for its customer's word, or for us."""
    rules = scene.house.rules.orders
    if order.waits_for_customer:
        between = rules.remind_after if order.looks <= rules.reminders else rules.again_after
        return (order.spoken_at or order.state_at) + between
    if order.spoken_at is not None:
        return order.spoken_at + rules.again_after
    if order.state is not OrderState.running:
        return order.state_at + rules.again_after
    stage = stage_of(scene.house, order.stage)
    usual = stage.usual if stage is not None and stage.usual is not None else rules.usual
    due = usual.due(await calendar_of(scene, case.department_id), order.state_at)
    # A day that was not kept, and no new one: that does not wait until it has stood still for long.
    return min(due, order.missed_at + rules.again_after) if is_missed(order) and order.missed_at else due


def eve(scene: Scene, order: Order) -> datetime | None:
    """When the agreed day is reminded of; None if it was, or if there is none."""
    day = agreed_day(order)
    if day is None or order.warned_at is not None or order.missed_at is not None:
        return None
    return _morning(scene, day) - scene.house.rules.orders.remind_before


def missed_at(scene: Scene, order: Order) -> datetime | None:
    """When the agreed day is seen not to be kept: that morning if it is not ready, else the next one."""
    day = agreed_day(order)
    if day is None or order.missed_at is not None:
        return None
    ready = deliverable(scene.house, order)
    return _morning(scene, day + timedelta(days=1) if ready else day)


def warned_already(scene: Scene, order: Order) -> None:
    """Who agrees on a day so near that its reminder would come at once has just read of it."""
    soon = eve(scene, order)
    if soon is not None and soon <= scene.now and deliverable(scene.house, order):
        order.warned_at = scene.now


def is_missed(order: Order) -> bool:
    """Whether the agreed day was not kept, and no other one is named or being chosen."""
    return order.missed_at is not None and agreed_day(order) is not None


def agreed_day(order: Order) -> date | None:
    """The day that counts, if the order is still to be delivered."""
    if order.state in (OrderState.handed, OrderState.objected) or order.delivery is not DeliveryState.agreed:
        return None
    return order.delivery_on


def _morning(scene: Scene, day: date) -> datetime:
    first: time = scene.house.rules.follow_ups.quiet_until
    return datetime.combine(day, first, tzinfo=scene.house.zone).astimezone(UTC)
