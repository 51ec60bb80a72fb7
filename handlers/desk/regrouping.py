"""A department's groups come and go: each of its open cases is talked about in one that works."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import and_, delete, literal_column, or_, select, update

from handlers.desk.history import retell
from handlers.desk.relays import locked_case
from handlers.desk.topics import close_topic, note, open_topic
from handlers.desk.undelivered import KEPT
from handlers.groups.choosing import roomiest
from handlers.groups.whose import departments_in, groups_of
from handlers.naming import staff_mention
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import OPEN_STATES, REACH, Case, Evidence
from storage.outbound import Copy, Mirror, Operation, SendAlbum, SendFile, SendText, decode_operation
from storage.outbox import OUTBOX, OutboxState, Priority
from storage.topic import Topic

REGROUPED = "regrouped"
"""The error of a row for a topic whose case goes on in another group."""
_SAID = (SendText, SendFile, Copy, SendAlbum, Mirror)


async def adopt(scene: Scene, department_id: int) -> int:
    """A group was bound to a department: open cases that no working group has get topics. How many did."""
    works = {chat.id for chat in await groups_of(scene, department_id) if chat.unreachable is None}
    adopted = 0
    for case in await _open_cases(scene, department_id):
        topic = await scene.topic_of(case.id)
        if topic is not None and topic.chat_id in works:
            continue
        moved = await _first_topic(scene, case) if topic is None else await _move(scene, case, topic)
        adopted += moved
    return adopted


async def group_lost(scene: Scene, chat: Chat) -> None:
    """We are not in a group any more: managers hear what becomes of its cases, if it was a department's."""
    served = await departments_in(scene, chat.id)
    moved = sum([await evacuate(scene, chat, one.id) for one in served])
    if served:
        # Managers may read either language: both names are given.
        names = ", ".join(
            " / ".join(filter(None, dict.fromkeys((one.name_zh, one.name_en)))) or one.key for one in served
        )
        key = "left_moved" if moved else "left_served"
        await scene.tell_managers(f"router.group.{key}", title=chat.title, names=names, count=moved)
    else:
        await scene.tell_managers("router.group.left", title=chat.title)


async def evacuate(scene: Scene, chat: Chat, department_id: int) -> int:
    """A group is lost to a department: its open cases there go on in the other groups. How many do.

    Without another group that works they stay, and are shown there when we are back.
    """
    other = await roomiest(scene, department_id, but=chat.id)
    if other is None or other.unreachable is not None:
        return 0
    moved = 0
    for case in await _open_cases(scene, department_id):
        topic = await scene.topic_of(case.id)
        if topic is not None and topic.chat_id == chat.id:
            moved += await _move(scene, case, topic)
    return moved


async def _open_cases(scene: Scene, department_id: int) -> list[Case]:
    rows = await scene.session.scalars(
        select(Case).where(Case.department_id == department_id, Case.state.in_(OPEN_STATES)).order_by(Case.id)
    )
    return list(rows)


async def _first_topic(scene: Scene, case: Case) -> bool:
    """With what the customer sent while there was none."""
    kept = await scene.session.scalars(
        select(Evidence.message_id)
        .where(Evidence.case_id == case.id, Evidence.kind != REACH)
        .order_by(Evidence.id)
    )
    return await open_topic(scene, case, kept.all()) is not None


async def _move(scene: Scene, case: Case, old: Topic) -> bool:
    """Go on in another group: with all that was said, and with what still waited to be said."""
    left = await scene.session.get_one(Chat, old.chat_id)
    group = await roomiest(scene, case.department_id, but=left.id)
    if group is None:
        return False
    case = await locked_case(scene.session, case.id)
    waited = await _take_back(scene, left, old)
    readable = left.unreachable is None
    if readable:
        await close_topic(scene, case)
    old.closed = True
    new = await open_topic(scene, case, group=group)
    if new is None:
        return False
    await retell(scene, case, new, without=None if readable else left.id)
    for what, subject, priority in waited:
        if subject is not None and "to_chat" in subject:
            subject = {**subject, "to_chat": new.chat_id}
        await scene.owe_topic(new, what, subject=subject, priority=priority)
    scene.effects.record("topic.moved", actor_kind="bot", case_id=case.id, chat=new.chat_id)
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    if conversation.memory.get(KEPT) == case.id:
        conversation.memory = {key: value for key, value in conversation.memory.items() if key != KEPT}
    owner = await staff_mention(scene.session, case.owner_id, left.account_id)
    key = "came_here" if readable else "came_here_gone"
    await note(scene, case, f"groups.{key}", title=left.title, owner=owner)
    return True


async def _take_back(
    scene: Scene, left: Chat, old: Topic
) -> list[tuple[Operation, dict[str, Any] | None, Priority]]:
    """What waits for a topic that is left: it is not sent there any more. What was said is given back."""
    rows = await scene.session.execute(
        select(
            OUTBOX.c.id,
            OUTBOX.c.state,
            OUTBOX.c.body,
            OUTBOX.c.subject,
            OUTBOX.c.topic_id,
            OUTBOX.c.priority,
        )
        .where(
            OUTBOX.c.chat_id == left.id,
            # Each by its own index: what was sent long ago is not read.
            or_(
                and_(OUTBOX.c.state == literal_column("'waiting'"), OUTBOX.c.account_id == left.account_id),
                and_(OUTBOX.c.state == literal_column("'dead'"), OUTBOX.c.chat_id == left.id),
            ),
        )
        .order_by(OUTBOX.c.priority, OUTBOX.c.id)
        .with_for_update()
    )
    goes: list[int] = []
    kept: list[int] = []
    waited: list[tuple[Operation, dict[str, Any] | None, Priority]] = []
    for row, state, body, subject, topic_id, priority in rows:
        opens = (subject or {}).get("kind") == "topic" and subject["topic"] == old.id
        if topic_id != old.id and not opens:
            continue
        if state is OutboxState.dead:
            kept.append(row)
            continue
        goes.append(row)
        what = decode_operation(body)
        if (subject or {}).get("kind") == "retold":
            continue
        if isinstance(what, Mirror):
            waited.append((what, subject, Priority(priority)))
        elif isinstance(what, _SAID):
            # What it replied to is not there.
            plain = {"quote": ""} if hasattr(what, "quote") else {}
            reply = {"reply_to": None} if hasattr(what, "reply_to") else {}
            waited.append((msgspec.structs.replace(what, **plain, **reply), subject, Priority(priority)))
    await scene.session.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(goes)))
    # The customer's words among them are kept with the case, and retold.
    await scene.session.execute(update(OUTBOX).where(OUTBOX.c.id.in_(kept)).values(error=REGROUPED))
    return waited
