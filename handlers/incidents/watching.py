"""News that is late: customers hear that it takes longer, the manager is asked, then every manager."""

from __future__ import annotations

from sqlalchemy import or_, select

from handlers.incidents.joining import next_in_words
from handlers.incidents.saying import management_buttons
from handlers.incidents.spreading import announce
from handlers.scene import Scene
from storage.incident import Incident, NewsKind
from storage.outbox import Priority
from storage.person import Person

AT_ONCE = 20


async def watch(scene: Scene) -> int:
    """Look after the incidents whose time for news has come, or whose lateness has to go higher."""
    rows = await scene.session.scalars(
        select(Incident)
        .where(
            Incident.ended_at.is_(None),
            or_(Incident.next_news_at <= scene.now, Incident.escalate_at <= scene.now),
        )
        .order_by(Incident.next_news_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    due = rows.all()
    for incident in due:
        await _late(scene, incident)
    return len(due)


async def _late(scene: Scene, incident: Incident) -> None:
    rules = scene.house.rules.incidents
    everybody = incident.delays > 0
    if incident.next_news_at <= scene.now:
        first = incident.delays == 0
        # Each time the pause is twice as long: nobody is written to every hour without anything new.
        incident.next_news_at = scene.now + rules.late_by * 2 ** min(incident.delays, 4)
        incident.delays += 1
        if first:
            incident.escalate_at = scene.now + rules.escalate_after
        announce(incident, NewsKind.late)
        scene.effects.record("incident.late", actor_kind="bot", incident=incident.id, times=incident.delays)
    if incident.escalate_at is not None and incident.escalate_at <= scene.now:
        incident.escalate_at = None
        scene.effects.record("incident.escalated", actor_kind="bot", incident=incident.id)
    await _tell(scene, incident, everybody=everybody)


async def _tell(scene: Scene, incident: Incident, *, everybody: bool) -> None:
    """Tell who opened it; everybody, if it goes higher or they are no manager any more."""
    managers = await scene.managers()
    people: list[tuple[int, Person]] = [one for one in managers if one[1].id == incident.opened_by]
    for conversation_id, person in managers if everybody or not people else people:
        await scene.tell(
            conversation_id,
            person,
            "incidents.late_all" if everybody else "incidents.late_you",
            buttons=management_buttons(scene, incident, person),
            priority=Priority.staff,
            number=incident.id,
            words=incident.words,
            when=next_in_words(scene, incident, person),
        )
