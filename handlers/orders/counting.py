"""What the managers' digest tells of orders: those that stand still, and days that were not kept."""

from __future__ import annotations

from sqlalchemy import and_, func, not_, select

from handlers.scene import Scene
from storage.order import WITH_CUSTOMER, DeliveryState, Order, OrderState


async def lines(scene: Scene, language: str) -> list[str]:
    """A line for the orders that stand still among us, and one for days not kept; none for nothing."""
    choosing = and_(Order.state == OrderState.running, Order.delivery == DeliveryState.offered)
    still, missed = (
        await scene.session.execute(
            select(
                func.count().filter(Order.looks > 0, Order.state.not_in(WITH_CUSTOMER), not_(choosing)),
                func.count().filter(
                    Order.missed_at.is_not(None),
                    Order.delivery == DeliveryState.agreed,
                    Order.state.not_in((OrderState.handed, OrderState.objected)),
                ),
            )
            .select_from(Order)
            .where(Order.look_at.is_not(None))
        )
    ).one()
    counted = (("still", still), ("missed", missed))
    return [scene.say(language, f"orders.digest.{name}", count=count) for name, count in counted if count]
