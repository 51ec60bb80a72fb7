"""Albums: they arrive as separate messages without an end, and are passed on together."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import func, select, update

from handlers.desk.opening import keep_message
from handlers.desk.relaying import Way, pass_together, way_to_customer, way_to_topic
from handlers.desk.relays import MOST_IN_ALBUM
from handlers.scene import Scene
from handlers.singly import singly
from handlers.turn import Turn
from storage.account import Chat, Conversation
from storage.case import Case
from storage.conflicts import insert_new
from storage.inbound import Message
from storage.topic import AlbumPart

AT_ONCE = 100

_decoder = msgspec.json.Decoder(Message)


async def note_part(turn: Turn) -> None:
    """Remember which messages came as one album: whatever becomes of them, they are shown together."""
    message = turn.message
    if message is None or message.album is None or message.edited:
        return
    row = {
        "conversation_id": turn.conversation.id,
        "album": message.album[:64],
        "message": message.id,
        "body": "",
        "at": turn.now,
    }
    await insert_new(turn.session, AlbumPart, [row])


async def goes_on(turn: Turn, message: Message) -> bool:
    """Whether a message is a further part of an album that has begun to be passed on."""
    if message.album is None:
        return False
    waiting = await _waiting(turn, turn.conversation.id)
    return any(part.album == message.album[:64] for part in waiting)


async def pass_message(turn: Turn, way: Way, message: Message) -> None:
    """Pass a message on, what came before it first. A part of an album waits a moment for the others."""
    if message.album is None:
        await release(turn, turn.conversation.id)
        await pass_together(turn, way, [message])
        return
    waiting = await _waiting(turn, turn.conversation.id)
    if any(part.album != message.album[:64] or part.case_id != way.case.id for part in waiting):
        await release(turn, turn.conversation.id)
        waiting = []
    part = await turn.session.scalar(
        select(AlbumPart).where(
            AlbumPart.conversation_id == turn.conversation.id, AlbumPart.message == message.id
        )
    )
    if part is None:
        part = AlbumPart(
            conversation_id=turn.conversation.id, album=message.album[:64], message=message.id, at=turn.now
        )
        turn.session.add(part)
    part.case_id = way.case.id
    part.body = _encode(message)
    await turn.session.flush()
    if len(waiting) + 1 >= MOST_IN_ALBUM:
        await release(turn, turn.conversation.id)


async def hold(turn: Turn, message: Message) -> None:
    """Keep a message until its writer has said whether it shall be passed on, with its whole album."""
    turn.session.add(
        AlbumPart(
            conversation_id=turn.conversation.id,
            album=_album(message),
            message=message.id,
            body=_encode(message),
            at=turn.now,
        )
    )
    await turn.session.flush()


async def held(turn: Turn, message_id: str) -> list[Message]:
    """What is kept with a message: it alone, or the parts of its album so far."""
    parts = await _album_of(turn, message_id)
    return [_decoder.decode(part.body) for part in parts if part.body]


async def siblings(turn: Turn, message: Message) -> list[AlbumPart]:
    """The parts of a message's album that came before it."""
    if message.album is None:
        return []
    rows = await turn.session.scalars(
        select(AlbumPart)
        .where(AlbumPart.conversation_id == turn.conversation.id, AlbumPart.album == _album(message))
        .order_by(AlbumPart.id)
    )
    return [part for part in rows if part.message != message.id]


async def let_go(turn: Turn, message_id: str) -> list[str]:
    """What was kept with a message is not passed on; which messages that were."""
    parts = await _album_of(turn, message_id)
    for part in parts:
        part.case_id, part.body = None, ""
    return [part.message for part in parts]


async def amend(turn: Turn, message: Message) -> None:
    """A part was edited while it waits: it is passed on as it is now."""
    await turn.session.execute(
        update(AlbumPart)
        .where(
            AlbumPart.conversation_id == turn.conversation.id,
            AlbumPart.message == message.id,
            AlbumPart.body != "",
        )
        .values(body=_encode(msgspec.structs.replace(message, edited=False)))
    )


async def release(scene: Scene, conversation_id: int) -> int:
    """Pass on what waits in a conversation, album by album; how many albums that were."""
    parts = await _waiting(scene, conversation_id)
    albums: dict[tuple[str, int], list[AlbumPart]] = {}
    for part in parts:
        if part.case_id is not None:
            albums.setdefault((part.album, part.case_id), []).append(part)
    for (_, case_id), album in albums.items():
        await _pass_on(scene, conversation_id, case_id, [_decoder.decode(part.body) for part in album])
        for part in album:
            part.case_id, part.body = None, ""
    await scene.session.flush()
    return len(albums)


async def release_due(scene: Scene) -> int:
    """Pass on every album that nothing was added to for a moment."""
    due = await _due(scene, scene.now - scene.house.rules.relay.gather_album)
    return await singly(scene, "albums", due, release)


async def _album_of(scene: Turn, message_id: str) -> list[AlbumPart]:
    here = AlbumPart.conversation_id == scene.conversation.id
    album = select(AlbumPart.album).where(here, AlbumPart.message == message_id).scalar_subquery()
    rows = await scene.session.scalars(
        select(AlbumPart).where(here, AlbumPart.album == album).order_by(AlbumPart.id).with_for_update()
    )
    return list(rows)


async def _pass_on(scene: Scene, conversation_id: int, case_id: int, messages: list[Message]) -> None:
    case = await scene.session.get_one(Case, case_id)
    conversation = await scene.session.get_one(Conversation, conversation_id)
    source = await scene.session.get_one(Chat, conversation.chat_id)
    if conversation_id != case.conversation_id:
        await pass_together(scene, await way_to_customer(scene, case, source), messages)
        return
    topic = await scene.topic_of(case_id)
    if topic is None:
        for message in messages:
            keep_message(scene, case, source, message.id)
        return
    await pass_together(scene, await way_to_topic(scene, case, source, topic), messages)


async def _waiting(scene: Scene, conversation_id: int) -> list[AlbumPart]:
    rows = await scene.session.scalars(
        select(AlbumPart)
        .where(
            AlbumPart.conversation_id == conversation_id, AlbumPart.case_id.is_not(None), AlbumPart.body != ""
        )
        .order_by(AlbumPart.id)
        .with_for_update()
    )
    return list(rows)


async def _due(scene: Scene, before: datetime) -> list[int]:
    rows = await scene.session.scalars(
        select(AlbumPart.conversation_id)
        .where(AlbumPart.case_id.is_not(None), AlbumPart.body != "")
        .group_by(AlbumPart.conversation_id)
        .having(func.max(AlbumPart.at) <= before)
        .order_by(AlbumPart.conversation_id)
        .limit(AT_ONCE)
    )
    return list(rows)


def _album(message: Message) -> str:
    return message.album[:64] if message.album is not None else f"alone {message.id}"


def _encode(message: Message) -> str:
    return msgspec.json.encode(message).decode()
