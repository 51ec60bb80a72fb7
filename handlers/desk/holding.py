"""Holding messages until their writer says what becomes of them, kept as the parts of albums are."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import select

from handlers.scene import Scene
from storage.inbound import Message
from storage.topic import AlbumPart

_decoder = msgspec.json.Decoder(Message)


async def hold(scene: Scene, conversation_id: int, message: Message) -> None:
    """Keep a message of a conversation. One that waited to be passed on does not wait for that any more."""
    part = await scene.session.scalar(
        select(AlbumPart).where(AlbumPart.conversation_id == conversation_id, AlbumPart.message == message.id)
    )
    if part is None:
        album = message.album[:64] if message.album is not None else f"alone {message.id}"
        part = AlbumPart(conversation_id=conversation_id, album=album, message=message.id, at=scene.now)
        scene.session.add(part)
    part.case_id = None
    part.body = msgspec.json.encode(message).decode()
    await scene.session.flush()


async def is_held(scene: Scene, conversation_id: int, message: str) -> bool:
    """Whether a message waits for its writer's word, whatever they were asked."""
    found = await scene.session.scalar(
        select(AlbumPart.id).where(
            AlbumPart.conversation_id == conversation_id,
            AlbumPart.message == message,
            AlbumPart.case_id.is_(None),
            AlbumPart.body != "",
        )
    )
    return found is not None


async def taken_out(scene: Scene, conversation_id: int, messages: Collection[str]) -> list[list[Message]]:
    """What was held of these messages, in the order they were written, albums together; held no longer."""
    rows = await scene.session.scalars(
        select(AlbumPart)
        .where(
            AlbumPart.conversation_id == conversation_id,
            AlbumPart.message.in_(messages),
            AlbumPart.body != "",
        )
        .order_by(AlbumPart.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    albums: dict[str, list[Message]] = {}
    for part in rows:
        albums.setdefault(part.album, []).append(_decoder.decode(part.body))
        part.case_id, part.body = None, ""
    await scene.session.flush()
    return list(albums.values())
