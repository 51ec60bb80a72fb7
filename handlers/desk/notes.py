"""Notes: what agents say to each other about a case. No customer ever reads one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.desk.relays import locked_case
from handlers.desk.topics import anchor
from handlers.scene import Scene
from handlers.turn import Turn
from storage.conflicts import insert_new
from storage.inbound import Message
from storage.outbound import SendText
from storage.topic import Note

NOTED = "✍"
"""Under a message: seen, and it stays here."""
_SIGNS = ("//", "／／", "#note", "#备注", "＃备注")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
"""Signs without a width: a note that begins with one looks like a note."""
_ALBUM = "note_album"


def is_note(text: str) -> bool:
    """Whether the writer says that this is for colleagues only."""
    return text.lstrip(_UNSEEN + " \t\r\n\u3000").lower().startswith(_SIGNS)


async def keep_note(scene: Scene, case_id: int, chat_id: int, message: str) -> None:
    """Remember that a message stays among colleagues, so that answers to it do as well."""
    row = {"case_id": case_id, "chat_id": chat_id, "message": message, "at": scene.now}
    await insert_new(scene.session, Note, [row])


async def kept_note(session: AsyncSession, chat_id: int, message: str | None) -> Note | None:
    """The note that a message is, if it is one."""
    if message is None:
        return None
    found: Note | None = await session.scalar(
        select(Note).where(Note.chat_id == chat_id, Note.message == message)
    )
    return found


async def meant_as_note(turn: Turn, message: Message) -> bool:
    """Whether a message is a note: by its sign, as an answer to one, or as a part of an album that is one."""
    if message.album is not None and turn.conversation.memory.get(_ALBUM) == message.album:
        return True
    if not is_note(turn.text) and await kept_note(turn.session, turn.chat.id, message.reply_to) is None:
        return False
    if message.album is not None:
        turn.conversation.memory = {**turn.conversation.memory, "v": 1, _ALBUM: message.album}
    return True


async def ask_for_note(turn: Turn, args: dict[str, Any]) -> None:
    """Post something that can be answered: whatever answers it stays among colleagues, of any kind."""
    case = await locked_case(turn.session, int(args["case"]))
    topic = await turn.topic_of(case.id)
    turn.answer()
    if topic is not None:
        text = turn.say(turn.house.default_language, "desk.topic.note_here", number=case.number)
        await turn.owe_topic(
            topic,
            SendText(text, silent=True, reply_to=anchor(topic)),
            subject={"kind": "desk_note", "case": case.id, "chat": topic.chat_id},
        )
