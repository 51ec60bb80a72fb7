"""A customer is told of a known incident first, and says whether it is theirs."""

from __future__ import annotations

from typing import Any

from handlers import forms
from handlers.forms.paper import put_away
from handlers.incidents.matching import customer_of
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from handlers.turn import Turn
from storage.account import Conversation
from storage.incident import Incident, IncidentCustomer
from storage.outbound import Button
from storage.person import Person


async def told(scene: Scene, incident: Incident, person: Person, conversation: Conversation) -> str:
    """Note that a customer is told of an incident; what they read."""
    known = await customer_of(scene, incident, person)
    if known is None:
        known = IncidentCustomer(
            incident_id=incident.id, person_id=person.id, conversation_id=conversation.id, heard=0
        )
        scene.session.add(known)
    known.told_at = scene.now
    await scene.session.flush()
    scene.effects.record("incident.told", actor_kind="bot", person_id=person.id, incident=incident.id)
    lines = [scene.say(person.language, "incidents.known", words=incident.words)]
    if incident.news:
        lines.append(scene.say(person.language, "incidents.newest", news=incident.news))
    lines.append(scene.say(person.language, "incidents.next", when=next_in_words(scene, incident, person)))
    if known.joined_at:
        lines.append(scene.say(person.language, "incidents.you_will_hear"))
    return "\n".join(lines)


def next_in_words(scene: Scene, incident: Incident, person: Person) -> str:
    """When the next news comes, in the person's language."""
    return in_local_words(incident.next_news_at, scene.now, scene.house.zone, person.language)


async def me_too_button(
    scene: Scene, incident: Incident, person: Person, draft: int = 0
) -> tuple[Button, ...]:
    """The button that attaches a customer; none for who is attached."""
    known = await customer_of(scene, incident, person)
    if known is not None and known.joined_at is not None:
        return ()
    label = scene.say(person.language, "incidents.button.me_too")
    audience = f"person:{person.id}"
    return (scene.button(label, "incidents.me_too", audience, incident=incident.id, draft=draft),)


async def me_too(turn: Turn, args: dict[str, Any]) -> None:
    """Attach the customer, once; a form that was begun about it needs no filling in any more."""
    incident = await turn.session.get_one(Incident, int(args["incident"]), with_for_update=True)
    known = await customer_of(turn, incident, turn.person)
    if incident.ended_at is not None or known is None:
        turn.answer("incidents.over", alert=True)
        return
    if known.joined_at is not None:
        turn.answer("incidents.joined_already")
        return
    known.joined_at, known.declined_at = turn.now, None
    known.heard = incident.news_number
    turn.record("incident.joined", incident=incident.id)
    when = next_in_words(turn, incident, turn.person)
    if turn.draft is not None and turn.draft.id == args["draft"]:
        await put_away(turn)
        turn.reply("incidents.joined_form", when=when)
    else:
        turn.reply("incidents.joined", when=when)


async def decline(turn: Turn, incident_id: int) -> None:
    """It is something else: this customer is not told of the incident for a while."""
    incident = await turn.session.get_one(Incident, incident_id)
    known = await customer_of(turn, incident, turn.person)
    if known is not None:
        known.declined_at = turn.now
        turn.record("incident.declined", incident=incident.id)


async def decline_form(turn: Turn, args: dict[str, Any]) -> None:
    """It is something else: the form goes on."""
    await decline(turn, int(args["incident"]))
    if turn.draft is None or turn.draft.id != args["draft"]:
        turn.answer("forms.old_button")
        return
    await forms.resume(turn)
