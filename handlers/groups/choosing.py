"""In which of a department's groups a case is talked about: where there is most room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, literal_column, select

from handlers.groups.whose import groups_of
from handlers.scene import Scene
from storage.account import Chat
from storage.outbox import OUTBOX
from storage.topic import Topic


async def roomiest(scene: Scene, department_id: int, *, but: int | None = None) -> Chat | None:
    """The group for a department's next case: one that works, and has least waiting and least open topics.

    If we are in none of them now, one all the same: what is owed there follows when we are back.
    None without any group (leaving out `but`).
    """
    groups = [chat for chat in await groups_of(scene, department_id) if chat.id != but]
    if len(groups) < 2:
        return groups[0] if groups else None
    ids = [chat.id for chat in groups]
    waiting, topics = await _waiting(scene, ids), await _open_topics(scene, ids)
    return min(
        groups,
        key=lambda chat: (
            chat.unreachable is not None,
            chat.trouble is not None,
            waiting[chat.id],
            topics[chat.id],
            chat.id,
        ),
    )


async def _waiting(scene: Scene, chats: Collection[int]) -> Counter[int]:
    """How much is owed to each, by this very turn as well."""
    rows = await scene.session.execute(
        select(OUTBOX.c.chat_id, func.count())
        .where(OUTBOX.c.state == literal_column("'waiting'"), OUTBOX.c.chat_id.in_(chats))
        .group_by(OUTBOX.c.chat_id)
    )
    return Counter({chat: number for chat, number in rows if chat is not None}) + Counter(
        row["chat_id"] for row in scene.effects.owed if row["chat_id"] in chats
    )


async def _open_topics(scene: Scene, chats: Collection[int]) -> Counter[int]:
    rows = await scene.session.execute(
        select(Topic.chat_id, func.count())
        .where(Topic.chat_id.in_(chats), ~Topic.closed)
        .group_by(Topic.chat_id)
    )
    return Counter({chat: number for chat, number in rows if chat is not None})
