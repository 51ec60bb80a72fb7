"""News for many: everybody attached hears the newest word once, behind all that is answered at once."""

from __future__ import annotations

from sqlalchemy import select

from handlers.incidents.joining import next_in_words
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.incident import Incident, IncidentCustomer, NewsKind
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person

AT_ONCE = 200


def announce(incident: Incident, kind: NewsKind) -> None:
    """Have everybody attached hear a word: the newest replaces what some have not heard yet."""
    incident.news_kind = kind
    incident.news_number += 1
    incident.spreading = True


async def spread(scene: Scene) -> int:
    """Owe the next customers the newest word of their incident; how many incidents had one."""
    rows = await scene.session.scalars(
        select(Incident).where(Incident.spreading).order_by(Incident.id).limit(1).with_for_update()
    )
    spreading = rows.all()
    for incident in spreading:
        await _some(scene, incident)
    return len(spreading)


async def _some(scene: Scene, incident: Incident) -> None:
    rows = await scene.session.execute(
        select(IncidentCustomer, Person, Conversation, Chat)
        .join(Person, Person.id == IncidentCustomer.person_id)
        .join(Conversation, Conversation.id == IncidentCustomer.conversation_id)
        .join(Chat, Chat.id == Conversation.chat_id)
        .where(
            IncidentCustomer.incident_id == incident.id,
            IncidentCustomer.joined_at.is_not(None),
            IncidentCustomer.heard < incident.news_number,
        )
        .order_by(IncidentCustomer.id)
        .limit(AT_ONCE)
    )
    found = rows.all()
    late = incident.news_kind is NewsKind.late
    for customer, person, conversation, chat in found:
        customer.heard = incident.news_number
        if chat.unreachable is not None:
            continue
        scene.effects.owe(
            SendText(_text(scene, incident, person), silent=is_quiet(scene)),
            account_id=chat.account_id,
            chat_id=chat.id,
            thread=conversation.thread,
            priority=Priority.broadcast,
            expires_at=incident.next_news_at if late else None,
        )
    incident.spreading = len(found) == AT_ONCE


def _text(scene: Scene, incident: Incident, person: Person) -> str:
    key = f"incidents.to_all.{incident.news_kind.value}"
    if incident.news_kind is NewsKind.ended and not incident.news:
        key = "incidents.to_all.just_ended"
    when = next_in_words(scene, incident, person)
    return scene.say(person.language, key, words=incident.words, news=incident.news, when=when)
