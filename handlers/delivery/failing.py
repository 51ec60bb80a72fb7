"""After a failed delivery: nothing is lost in silence, and what can be mended is mended."""

from __future__ import annotations

import msgspec
from sqlalchemy import select, update

from handlers import board, desk, staff
from handlers.delivery.regretting import language_of
from handlers.desk.topics import new_topic
from handlers.groups.whose import merge_groups
from handlers.orders import missing as orders
from handlers.scene import Scene
from storage.account import Chat
from storage.case import Case
from storage.outbound import (
    CloseTopic,
    Copy,
    CreateTopic,
    Edit,
    EditFile,
    Operation,
    ReopenTopic,
    SendAlbum,
    SendText,
    encode_operation,
)
from storage.outbox import OUTBOX, OutboxState, Priority
from storage.sending import Owed
from storage.topic import Relay, Topic


async def failed(scene: Scene, owed: Owed, what: Operation, reason: str, *, ends_chat: bool = False) -> None:
    """An operation will never arrive. Whoever counts on it is told."""
    if ends_chat and owed.chat_id is not None:
        await scene.session.execute(update(Chat).where(Chat.id == owed.chat_id).values(unreachable=reason))
        if owed.chat_kind == "group" and owed.unreachable is None:
            await desk.group_lost(scene, await scene.session.get_one(Chat, owed.chat_id))
    scene.effects.record(
        "delivery.failed", actor_kind="bot", outbox=owed.id, reason=reason, what=type(what).__name__
    )
    subject = owed.subject or {}
    if isinstance(what, CreateTopic) and subject.get("kind") == "topic":
        await _no_topics(scene, subject["topic"], reason)
    if subject.get("kind") == "relay":
        await desk.not_delivered(scene, subject, reason)
    elif subject.get("kind") == "reaction":
        await desk.not_reacted(scene, subject, reason)
    elif subject.get("kind") == "order":
        await orders.not_told(scene, subject, reason)
    elif subject.get("kind") == "unsend":
        await desk.not_withdrawn(scene, subject)
    elif subject.get("kind") == "board":
        await board.not_shown(scene, subject, reason)
    elif subject.get("kind") == "remove":
        await staff.not_removed(scene, subject)
    if subject.get("kind") == "mirror" and isinstance(what, Edit | EditFile):
        await _said_instead(scene, owed, what)


async def _no_topics(scene: Scene, topic_id: int, reason: str) -> None:
    """The group has no topics, or we may not open them: agents work by replies, and are told how.

    While we are not in the group nobody knows: the topic is opened when we are back.
    """
    topic = await scene.session.get_one(Topic, topic_id)
    chat = await scene.session.get_one(Chat, topic.chat_id, with_for_update=True, populate_existing=True)
    if chat.unreachable is not None:
        return
    topic.plain = True
    if chat.trouble == desk.NO_TOPICS:
        return
    chat.trouble = desk.NO_TOPICS
    language = scene.house.default_language
    key = "no_rights" if reason == "no_rights" else "no_topics"
    await scene.owe_topic(topic, SendText(scene.say(language, f"desk.topic.{key}")))
    await scene.tell_managers(f"desk.manager.{key}", title=chat.title)


async def _said_instead(scene: Scene, owed: Owed, what: Edit | EditFile) -> None:
    """A copy that cannot be changed any more: its new words come as a message."""
    words = what.text if isinstance(what, Edit) else what.file.caption
    if owed.chat_id is None or owed.unreachable is not None or not words:
        return
    chat = await scene.session.get_one(Chat, owed.chat_id)
    language = scene.house.default_language
    if chat.kind == "private":
        language = await language_of(scene, chat.id) or language
    scene.effects.owe(
        SendText(scene.say(language, "desk.edited", words=words)),
        account_id=chat.account_id,
        chat_id=chat.id,
        topic_id=owed.topic_id,
        priority=Priority(owed.priority),
    )


async def without_quote(scene: Scene, owed: Owed, what: Operation) -> None:
    """The words quoted are not in the message any more: it is answered as a whole."""
    if isinstance(what, SendText | Copy | SendAlbum):
        body = encode_operation(msgspec.structs.replace(what, quote="", quote_marks=(), quote_at=0))
        await scene.session.execute(update(OUTBOX).where(OUTBOX.c.id == owed.id).values(body=body))


async def open_closed(scene: Scene, owed: Owed) -> None:
    """A topic was closed by hand and we may not write into closed ones: open it, and say why."""
    topic = await scene.session.get_one(Topic, owed.topic_id)
    chat = await scene.session.get_one(Chat, topic.chat_id)
    case = await scene.session.get_one(Case, topic.case_id)
    scene.effects.owe(
        ReopenTopic(),
        account_id=chat.account_id,
        chat_id=chat.id,
        thread=topic.thread,
        priority=Priority.press,
        coalesce=f"reopen:{topic.id}",
    )
    if topic.closed:
        await scene.owe_topic(topic, CloseTopic(), coalesce=f"close:{topic.id}")
    elif case.is_open:
        words = scene.say(scene.house.default_language, "desk.topic.still_open", number=case.number)
        await scene.owe_topic(topic, SendText(words, silent=True), coalesce=f"still_open:{topic.id}")


async def reopen_topic(scene: Scene, owed: Owed) -> None:
    """A topic was deleted: open a new one for its case, before whatever waits to go there."""
    topic = await scene.session.get_one(Topic, owed.topic_id)
    if topic.thread is None or owed.thread != topic.thread:
        return
    topic.thread = None
    topic.card_message = None
    scene.effects.record("topic.lost", actor_kind="bot", case_id=topic.case_id)
    chat = await scene.session.get_one(Chat, topic.chat_id)
    case = await scene.session.get_one(Case, topic.case_id)
    scene.effects.owe(
        await new_topic(scene, case),
        account_id=chat.account_id,
        chat_id=chat.id,
        priority=Priority.press,
        subject={"kind": "topic", "topic": topic.id},
    )
    await scene.show_card(topic)
    words = scene.say(scene.house.default_language, "desk.topic.opened_anew", number=case.number)
    await scene.owe_topic(topic, SendText(words, silent=True))


async def works_again(scene: Scene, owed: Owed) -> None:
    """Something arrived where nothing did: what was kept for this chat follows."""
    if owed.chat_id is not None:
        chat = await scene.session.get_one(Chat, owed.chat_id, with_for_update=True, populate_existing=True)
        if chat.trouble not in (None, desk.NO_TOPICS):
            await desk.recovered(scene, chat)


async def move_chat(scene: Scene, owed: Owed, to: str) -> None:
    """A group has a new id. If we have met it under that id already, the two become one."""
    if owed.chat_id is None:
        return
    old = await scene.session.get_one(Chat, owed.chat_id)
    await merge_chat(scene, old, to)


async def merge_chat(scene: Scene, old: Chat, to: str) -> None:
    """Give a chat its new external id, or point everything at the chat that has it already."""
    if old.external_id == to:
        return
    known = await scene.session.scalar(
        select(Chat).where(Chat.account_id == old.account_id, Chat.external_id == to)
    )
    scene.effects.record("chat.moved", actor_kind="bot", chat=old.id)
    if known is None:
        old.external_id = to
        old.unreachable = None
        return
    await merge_groups(scene, old.id, known.id)
    for column in (Topic.chat_id, Relay.from_chat_id, Relay.to_chat_id):
        await scene.session.execute(update(column.class_).where(column == old.id).values({column: known.id}))
    await board.moved(scene, old.id)
    await scene.session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.chat_id == old.id, OUTBOX.c.state.in_([OutboxState.waiting, OutboxState.sending]))
        .values(chat_id=known.id)
    )
    old.unreachable = "moved"
