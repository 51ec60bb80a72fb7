"""The rows of drafts that wait for their writer's word."""

from __future__ import annotations

from sqlalchemy import select

from handlers.desk.holding import taken_out
from handlers.scene import Scene
from storage.account import Conversation
from storage.inbound import Message
from storage.pending import PendingMessage, Waits
from storage.topic import AlbumPart


async def pending(scene: Scene, conversation_id: int, message: str) -> PendingMessage | None:
    """The row of a draft that waits."""
    found: PendingMessage | None = await scene.session.scalar(
        select(PendingMessage)
        .where(
            PendingMessage.conversation_id == conversation_id,
            PendingMessage.message == message,
            PendingMessage.waits == Waits.conduct,
            PendingMessage.settled_at.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def of_album(scene: Scene, conversation_id: int, album: str) -> list[PendingMessage]:
    """What of an album waits."""
    parts = select(AlbumPart.message).where(
        AlbumPart.conversation_id == conversation_id, AlbumPart.album == album
    )
    rows = await scene.session.scalars(
        select(PendingMessage).where(
            PendingMessage.conversation_id == conversation_id,
            PendingMessage.message.in_(parts),
            PendingMessage.settled_at.is_(None),
        )
    )
    return list(rows)


async def settle(scene: Scene, row: PendingMessage, place: Conversation) -> list[list[Message]]:
    """A draft waits no longer, nor does the rest of its album; what was held of them."""
    album = await scene.session.scalar(
        select(AlbumPart.album).where(AlbumPart.conversation_id == place.id, AlbumPart.message == row.message)
    )
    waiting = [row, *(await of_album(scene, place.id, album) if album is not None else [])]
    for one in waiting:
        one.settled_at = scene.now
    return await taken_out(scene, place.id, {one.message for one in waiting})
