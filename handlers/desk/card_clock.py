"""Cards tell the time left: when they read otherwise, they are brought up to date, without a sound."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from handlers.desk.time_left import words_change_at
from handlers.scene import Scene
from storage.promise import Promise, PromiseState
from storage.topic import Topic

AT_ONCE = 50
RUNNING = (PromiseState.open, PromiseState.broken)


def next_change(scene: Scene, running: Sequence[Promise]) -> datetime | None:
    """When the time left on a card with these promises reads otherwise, if nothing else happens."""
    due = (one.due_at for one in running if one.paused_at is None)
    return min((words_change_at(one, scene.now) for one in due), default=None)


async def refresh_due(scene: Scene) -> int:
    """Have every card whose words have become untrue edited; showing it sets the next time."""
    rows = await scene.session.scalars(
        select(Topic)
        .where(Topic.card_next_at <= scene.now)
        .order_by(Topic.card_next_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    topics = rows.all()
    for topic in topics:
        topic.card_next_at = None
        await scene.show_card(topic)
    return len(topics)
