"""What a customer should have heard of their order, and did not: the agents learn it, and ring."""

from __future__ import annotations

from typing import Any

from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.orders.showing import title
from handlers.scene import Scene
from handlers.work_order.acting import owner
from storage.order import Order


async def not_told(scene: Scene, subject: dict[str, Any], reason: str) -> None:
    """A message about an order did not arrive, and perhaps never will: whoever moved it was told it would."""
    order = await scene.session.get_one(Order, int(subject["order"]))
    case = await locked_case(scene.session, order.case_id)
    scene.effects.record(
        "order.not_told",
        actor_kind="bot",
        case_id=case.id,
        person_id=order.person_id,
        order=order.id,
        reason=reason,
    )
    await note(scene, case, "orders.agents.not_told", order=title(order), name=await owner(scene, case))
