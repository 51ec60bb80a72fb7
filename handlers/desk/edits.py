"""Edits on either side are shown on the other."""

from __future__ import annotations

from handlers.desk import albums
from handlers.desk.agent_side import keep_with_its_album, topic_here
from handlers.desk.drafts import DRAFTS
from handlers.desk.notes import is_note, meant_as_note
from handlers.desk.relays import copies_of
from handlers.desk.withholding import unsent, with_its_album
from handlers.desk.writers import writes
from handlers.scene import Scene
from handlers.turn import Turn
from storage.account import Chat, Conversation
from storage.case import Case
from storage.inbound import Message
from storage.outbound import Mirror, SendText
from storage.outbox import Priority


async def edited(turn: Turn) -> bool:
    """Mirror an edit. True if the message was one that was passed on, or may be just now."""
    message = turn.message
    if message is None:
        return False
    if not turn.private:
        case = await _for_the_customer(turn, message)
        if case is None:
            return False
        if await DRAFTS.held_edit(turn, case, message):
            return True
    await albums.amend(turn, message)
    targets = await _targets(turn, message)
    for chat_id, topic_id in targets.items():
        await _mirror(turn, turn.chat.id, message, chat_id, topic_id)
    return bool(targets)


async def show_edit(scene: Scene, source: int, message: Message) -> None:
    """Show the customer an edit that was held up: its former words have arrived long ago."""
    for chat_id in {relay.to_chat_id for relay in await copies_of(scene.session, source, message.id)}:
        await _mirror(scene, source, message, chat_id, None)


async def _for_the_customer(turn: Turn, message: Message) -> Case | None:
    """The case in which an agent's new words may follow the old ones: no note, and by who still writes."""
    relays = await copies_of(turn.session, turn.chat.id, message.id)
    topic = None if relays else await topic_here(turn, message)
    if is_note(message.text):
        await meant_as_note(turn, message)
        if topic is not None:
            await keep_with_its_album(turn, topic.case_id, message)
        else:
            await with_its_album(turn, message)
        if relays or any(one.flies for one in await unsent(turn, [message.id])):
            text = turn.say(turn.house.default_language, "desk.hint.sent_already")
            turn.send(SendText(text, reply_to=message.id))
        return None
    case_id = relays[0].case_id if relays else topic.case_id if topic is not None else None
    if case_id is None or turn.staff is None:
        return None
    case = await turn.session.get_one(Case, case_id)
    return case if await writes(turn, case, turn.staff.id) else None


async def _targets(turn: Turn, message: Message) -> dict[int, int | None]:
    """The chats with copies, and where it is agents who see them, the case's topic.

    The copy may be on its way: then it is not known yet, and the case that is talked about tells where to.
    """
    cases = {
        relay.to_chat_id: relay.case_id for relay in await copies_of(turn.session, turn.chat.id, message.id)
    }
    if not cases and (case_id := await _talked_about(turn, message)) is not None:
        if turn.private:
            topic = await turn.topic_of(case_id)
            return {topic.chat_id: topic.id} if topic is not None else {}
        case = await turn.session.get_one(Case, case_id)
        conversation = await turn.session.get_one(Conversation, case.conversation_id)
        return {conversation.chat_id: None}
    targets: dict[int, int | None] = {}
    for chat_id, case_id in cases.items():
        topic = await turn.topic_of(case_id)
        targets[chat_id] = topic.id if topic is not None and topic.chat_id == chat_id else None
    targets.pop(turn.chat.id, None)
    return targets


async def _talked_about(turn: Turn, message: Message) -> int | None:
    if turn.private:
        return turn.conversation.case_id
    topic = await topic_here(turn, message)
    return topic.case_id if topic is not None else None


async def _mirror(scene: Scene, source: int, message: Message, chat_id: int, topic_id: int | None) -> None:
    """Owe the change once: a newer one takes the place of one that still waits."""
    what = Mirror(
        source,
        message.id,
        message.what,
        message.text,
        message.marks,
        message.attachments[0].file_id if message.attachments else "",
        message.look,
    )
    key = f"mirror:{source}:{message.id}:{chat_id}"
    target = await scene.session.get_one(Chat, chat_id)
    scene.effects.owe(
        what,
        account_id=target.account_id,
        chat_id=chat_id,
        topic_id=topic_id,
        priority=Priority.staff if topic_id is None else Priority.reply,
        coalesce=key,
        subject={"kind": "mirror", "chat": source, "message": message.id},
    )
