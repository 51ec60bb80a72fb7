"""Showing an edit: the copies of what was changed are looked up when the change is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from handlers.desk.relays import relay_subject
from handlers.scene import Scene
from handlers.texts import CAPTION, LIMIT, split_marked, straight
from storage.account import Chat
from storage.outbound import AlbumFile, Copy, Delete, Edit, EditFile, Marks, Mirror, Operation, SendText
from storage.outbox import Priority
from storage.sending import Owed
from storage.topic import Relay

PLACE_AGAIN_AFTER = timedelta(minutes=10)
"""Somebody who shares where they are moves all the time: a new place is shown this often."""
_FILES = frozenset({"photo", "video", "animation", "audio", "document"})


async def mirrored(scene: Scene, owed: Owed, what: Mirror) -> Operation | None:
    """What shows the change at its first copy; the rest is owed. None if there is nothing to show."""
    copies = await _copies(scene, owed, what)
    if not copies:
        return None
    if what.what == "location":
        if scene.now - copies[-1].at >= PLACE_AGAIN_AFTER:
            await _shown_anew(scene, owed, what, copies)
        return None
    if what.what == "rich_message":
        # No bot can put such words in the place of others.
        await _shown_anew(scene, owed, what, copies)
        return None
    text, marks = (what.text, what.marks) if owed.topic_id is None else straight(what.text, what.marks)
    parts = split_marked(text, marks, LIMIT if what.what == "text" else CAPTION)
    first = _first(what, copies[0].to_message, parts)
    if first is not None:
        await _rest(scene, owed, what, copies, parts)
    return first


def _first(what: Mirror, copy: str, parts: Sequence[tuple[str, Marks]]) -> Operation | None:
    text, marks = parts[0] if parts else ("", ())
    if what.what == "text":
        return Edit(copy, text, marks=marks, look=what.look) if text else None
    if what.what in _FILES and what.file_id:
        return EditFile(copy, AlbumFile(what.what, what.file_id, text, marks, what.look))
    return Edit(copy, text, marks=marks, caption=True, look=what.look) if what.what == "voice" else None


async def _copies(scene: Scene, owed: Owed, what: Mirror) -> list[Relay]:
    """The copies of the newest time it was passed on, in their order."""
    rows = await scene.session.scalars(
        select(Relay)
        .where(
            Relay.from_chat_id == what.from_chat,
            Relay.from_message == what.message,
            Relay.to_chat_id == owed.chat_id,
        )
        .order_by(Relay.id)
    )
    copies = list(rows)
    begin = max((place for place, copy in enumerate(copies) if copy.part == 0), default=0)
    return copies[begin:]


async def _rest(
    scene: Scene, owed: Owed, what: Mirror, copies: Sequence[Relay], parts: Sequence[tuple[str, Marks]]
) -> None:
    for part in range(1, max(len(copies), len(parts))):
        if part >= len(parts):
            # There are fewer words than before: what is left over goes.
            await _owe(scene, owed, copies[part], Delete(copies[part].to_message))
            await scene.session.delete(copies[part])
        elif part < len(copies):
            text, marks = parts[part]
            await _owe(scene, owed, copies[part], Edit(copies[part].to_message, text, marks=marks))
        else:
            text, marks = parts[part]
            answer = SendText(text, reply_to=copies[0].to_message, marks=marks)
            await _owe(scene, owed, copies[0], answer, part)


async def _shown_anew(scene: Scene, owed: Owed, what: Mirror, copies: Sequence[Relay]) -> None:
    """Copy the message as it is now, below the copy there is."""
    source = await scene.session.get_one(Chat, what.from_chat)
    copy = Copy(source.external_id, (what.message,), reply_to=copies[-1].to_message)
    await _owe(scene, owed, copies[-1], copy, 0)


async def _owe(scene: Scene, owed: Owed, copy: Relay, what: Operation, part: int | None = None) -> None:
    """Owe more where the copy is. With `part` it becomes a copy of the same message itself."""
    subject = None
    if part is not None:
        subject = relay_subject(copy.case_id, copy.from_chat_id, [copy.from_message], copy.to_chat_id, part)
    chat = await scene.session.get_one(Chat, copy.to_chat_id)
    scene.effects.owe(
        what,
        account_id=chat.account_id,
        chat_id=chat.id,
        topic_id=owed.topic_id,
        priority=Priority(owed.priority),
        subject=subject,
        # Shown again after a refusal, the change owes no second message.
        coalesce=None if part is None else f"mirror:{copy.from_chat_id}:{copy.from_message}:{chat.id}:{part}",
    )
