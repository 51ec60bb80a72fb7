"""The rows of customers' messages that wait for the word to which case they belong."""

from __future__ import annotations

from sqlalchemy import select

from handlers.scene import Scene
from storage.pending import PendingMessage, Waits


async def pending_in(scene: Scene, conversation_id: int) -> list[PendingMessage]:
    """What waits in a conversation, in the order it was written."""
    rows = await scene.session.scalars(
        select(PendingMessage)
        .where(
            PendingMessage.conversation_id == conversation_id,
            PendingMessage.waits == Waits.which_case,
            PendingMessage.settled_at.is_(None),
        )
        .order_by(PendingMessage.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def where_it_goes(scene: Scene, conversation_id: int) -> int | None:
    """The case that what waits in a conversation goes to if nobody says. None if nothing waits."""
    found: int | None = await scene.session.scalar(
        select(PendingMessage.case_id)
        .where(
            PendingMessage.conversation_id == conversation_id,
            PendingMessage.waits == Waits.which_case,
            PendingMessage.settled_at.is_(None),
        )
        .order_by(PendingMessage.id)
        .limit(1)
    )
    return found


async def due_conversations(scene: Scene, most: int) -> list[int]:
    """Conversations in which a question has stood long enough without an answer."""
    rows = await scene.session.scalars(
        select(PendingMessage.conversation_id)
        .where(
            PendingMessage.waits == Waits.which_case,
            PendingMessage.settled_at.is_(None),
            PendingMessage.until <= scene.now,
        )
        .distinct()
        .limit(most)
    )
    return list(rows)
