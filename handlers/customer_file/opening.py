"""The file of a case's customer, locked for a change, made if there is none yet."""

from __future__ import annotations

from sqlalchemy import select

from handlers.scene import Scene
from storage.case import Case
from storage.person import Customer


async def opened(scene: Scene, case: Case) -> Customer:
    """The customer file of whoever a case is about."""
    found: Customer | None = await scene.session.scalar(
        select(Customer)
        .where(Customer.person_id == case.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = Customer(person_id=case.person_id, conversation_id=case.conversation_id, joined_at=scene.now)
        scene.session.add(found)
        await scene.session.flush()
    return found
