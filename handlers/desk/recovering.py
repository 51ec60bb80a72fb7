"""A chat can be written to again: what could not be delivered there is delivered now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import literal_column, or_, select, update

from handlers.desk.topics import new_topic, note
from handlers.desk.undelivered import KEPT
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import OPEN_STATES, Case
from storage.outbox import OUTBOX, OutboxState, Priority
from storage.topic import Topic

NO_TOPICS = "no_topics"
"""The trouble of a group in which we may not open topics; all else works there."""
TRIES = 3
"""So often a message is tried again because its chat seems to work. Then it may be the message."""
MENDED = ("blocked", "kicked", "no_chat", "never_wrote", "no_rights", "topic_closed", "forbidden", "moved")
"""Reasons that may pass."""


async def recovered(scene: Scene, chat: Chat, *, topics: bool = False) -> int:
    """Deliver what was kept for a chat; how many messages. With `topics`, they may be opened there again."""
    chat.unreachable = None
    if topics or chat.trouble != NO_TOPICS:
        chat.trouble = None
    cases = await _owe_again(scene, chat, scene.now - scene.house.rules.follow_ups.too_late_after)
    for case_id in dict.fromkeys(cases):
        case = await scene.session.get_one(Case, case_id)
        conversation = await scene.session.get_one(Conversation, case.conversation_id)
        if conversation.memory.get(KEPT) == case.id:
            conversation.memory = {key: value for key, value in conversation.memory.items() if key != KEPT}
        if conversation.chat_id == chat.id:
            await note(scene, case, "desk.topic.delivered_after_all")
    await _open_topics(scene, chat, plain=topics)
    return len(cases)


async def _owe_again(scene: Scene, chat: Chat, since: datetime) -> list[int]:
    """Their rows wait again, in their old order; the cases they belong to."""
    rows = await scene.session.execute(
        select(OUTBOX.c.id, OUTBOX.c.subject)
        .where(
            OUTBOX.c.chat_id == chat.id,
            OUTBOX.c.state == literal_column("'dead'"),
            OUTBOX.c.error.in_(MENDED),
            OUTBOX.c.created_at > since,
        )
        .order_by(OUTBOX.c.id)
    )
    found = {row[0]: row[1] for row in rows if (row[1] or {}).get("kind") == "relay"}
    found = {row: subject for row, subject in found.items() if subject.get("again", 0) < TRIES}
    for row, subject in found.items():
        again = {**subject, "again": subject.get("again", 0) + 1}
        await scene.session.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id == row)
            .values(state=OutboxState.waiting, error=None, finished_at=None, attempts=0, subject=again)
        )
    return [int(subject["case"]) for subject in found.values()]


async def _open_topics(scene: Scene, chat: Chat, *, plain: bool) -> None:
    """Cases whose topics could not be opened get them; with `plain` those worked on by replies as well."""
    if not chat.forum:
        return
    wanted = or_(Topic.plain, Topic.thread.is_(None)) if plain else ~Topic.plain & Topic.thread.is_(None)
    rows = await scene.session.scalars(
        select(Topic)
        .join(Case, Case.id == Topic.case_id)
        .where(Topic.chat_id == chat.id, wanted, Case.state.in_(OPEN_STATES))
        .order_by(Topic.id)
    )
    found = rows.all()
    asked_for = await _asked_for(scene, chat) if found else set()
    for topic in found:
        case = await scene.session.get_one(Case, topic.case_id)
        newest = await scene.topic_of(case.id)
        if newest is None or newest.id != topic.id or topic.id in asked_for:
            continue
        topic.plain, topic.thread, topic.card_message = False, None, None
        scene.effects.owe(
            await new_topic(scene, case),
            account_id=chat.account_id,
            chat_id=chat.id,
            # Before what was kept for it.
            priority=Priority.press,
            subject={"kind": "topic", "topic": topic.id},
        )
        await scene.show_card(topic)


async def _asked_for(scene: Scene, chat: Chat) -> set[int]:
    """The topics that are about to be opened, by this very turn as well."""
    rows = await scene.session.scalars(
        select(OUTBOX.c.subject).where(
            OUTBOX.c.chat_id == chat.id, OUTBOX.c.state.in_([OutboxState.waiting, OutboxState.sending])
        )
    )
    subjects = [*rows, *(row["subject"] for row in scene.effects.owed)]
    return {int(one["topic"]) for one in subjects if one and one.get("kind") == "topic"}
