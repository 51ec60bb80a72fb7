"""Incidents as managers see them."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers.incidents.joining import next_in_words
from handlers.scene import Scene
from storage.incident import Incident, IncidentCustomer
from storage.outbound import Buttons
from storage.person import Person


async def card(scene: Scene, incident: Incident, person: Person) -> str:
    """Words, key words, customers attached and the next news, in the person's language."""
    count = await scene.session.scalar(
        select(func.count(IncidentCustomer.id)).where(
            IncidentCustomer.incident_id == incident.id, IncidentCustomer.joined_at.is_not(None)
        )
    )
    return scene.say(
        person.language,
        "incidents.card",
        number=incident.id,
        words=incident.words,
        key_words=", ".join(map(str, incident.key_words)) or "—",
        count=count or 0,
        when=next_in_words(scene, incident, person),
    )


def management_buttons(scene: Scene, incident: Incident, person: Person) -> Buttons:
    """News, and the end."""
    return (
        tuple(
            scene.button(
                scene.say(person.language, f"incidents.button.{way}"),
                f"incidents.{way}",
                f"person:{person.id}",
                incident=incident.id,
            )
            for way in ("news", "end")
        ),
    )
