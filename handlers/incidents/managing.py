"""What managers do with incidents: open one, write its news, end it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.incidents.matching import look_again
from handlers.incidents.saying import card, management_buttons
from handlers.incidents.spreading import announce
from handlers.turn import Turn
from storage.incident import Incident, NewsKind
from storage.outbound import SendText
from storage.outbox import Priority


async def open_one(
    turn: Turn, words: str, key_words: Sequence[str], when: datetime | None, matter_id: int | None = None
) -> Incident:
    """Open an incident; its manager sees what customers will be found by, the others that it is open."""
    incident = Incident(
        words=words,
        key_words=list(key_words),
        matter_id=matter_id,
        opened_by=turn.person.id,
        opened_at=turn.now,
        next_news_at=when or turn.now + turn.house.rules.incidents.next_news,
    )
    turn.session.add(incident)
    await turn.session.flush()
    look_again(turn)
    turn.record("incident.opened", incident=incident.id, matter=matter_id)
    await show(turn, incident, "incidents.opened")
    for conversation_id, person in await turn.managers():
        if person.id != turn.person.id:
            text = await card(turn, incident, person)
            buttons = management_buttons(turn, incident, person)
            await turn.tell(
                conversation_id,
                person,
                "incidents.opened_by",
                buttons=buttons,
                priority=Priority.staff,
                name=turn.person.name,
                card=text,
            )
    return incident


async def show(turn: Turn, incident: Incident, key: str) -> None:
    """An incident with its buttons, after a line that says what has just happened."""
    text = turn.text_of(key, card=await card(turn, incident, turn.person))
    turn.send(SendText(text, management_buttons(turn, incident, turn.person)))


async def write_news(turn: Turn, incident_id: int, words: str, when: datetime | None) -> None:
    """Everybody attached hears the news, and when the next comes."""
    incident = await _locked(turn, incident_id)
    if incident is None:
        return
    incident.news = words
    incident.next_news_at = when or turn.now + turn.house.rules.incidents.next_news
    incident.escalate_at, incident.delays = None, 0
    announce(incident, NewsKind.news)
    turn.record("incident.news", incident=incident.id)
    await show(turn, incident, "incidents.news_sent")


async def end(turn: Turn, incident_id: int, words: str) -> None:
    """It is over: everybody attached hears so, and nobody is told of it first any more."""
    incident = await _locked(turn, incident_id)
    if incident is None:
        return
    incident.ended_at, incident.escalate_at = turn.now, None
    incident.news = words
    announce(incident, NewsKind.ended)
    turn.record("incident.ended", incident=incident.id)
    turn.reply("incidents.ended", number=incident.id)


async def _locked(turn: Turn, incident_id: int) -> Incident | None:
    """The incident, if it is still open."""
    incident = await turn.session.get(Incident, incident_id, with_for_update=True, populate_existing=True)
    if incident is None or incident.ended_at is not None:
        turn.reply("incidents.not_open")
        return None
    return incident
