"""Whether a customer's words are about a known incident: by its key words, or by the matcher's likeness."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import select

from faq import Entry, Matcher
from faq.entry import script_of
from handlers.scene import Scene
from handlers.understanding.mentions import mentions
from storage.incident import Incident, IncidentCustomer
from storage.person import Person

_ID = "known-incident:{id}"
_OPEN = "open incidents"


async def open_incidents(scene: Scene) -> Sequence[Incident]:
    """The incidents that are open, the newest first. Read once for all messages of a transaction."""
    known = scene.session.info
    if _OPEN not in known:
        rows = await scene.session.scalars(
            select(Incident).where(Incident.ended_at.is_(None)).order_by(Incident.id.desc())
        )
        known[_OPEN] = rows.all()
    return [incident for incident in known[_OPEN] if incident.ended_at is None]


def look_again(scene: Scene) -> None:
    """Have the open incidents read anew: this transaction has opened one."""
    scene.session.info.pop(_OPEN, None)


async def meant(scene: Scene, person: Person, text: str) -> Incident | None:
    """The open incident that a message is about, unless this customer shall not be told of it now.

    Who speaks of a major matter that the incident does not speak of goes on as usual: it must not be
    answered with an announcement.
    """
    found = _closest(scene, text, await open_incidents(scene))
    if found is None or _graver(scene, text, found):
        return None
    known = await customer_of(scene, found, person)
    if known is None:
        return found
    # Who has joined may ask as often as they like; who wrote on without joining means something else.
    passed_by = known.declined_at if known.joined_at else known.declined_at or known.told_at
    if passed_by and scene.now - passed_by < scene.house.rules.incidents.again_after:
        return None
    return found


async def customer_of(scene: Scene, incident: Incident, person: Person) -> IncidentCustomer | None:
    """What we know of a customer and an incident."""
    row: IncidentCustomer | None = await scene.session.scalar(
        select(IncidentCustomer).where(
            IncidentCustomer.incident_id == incident.id, IncidentCustomer.person_id == person.id
        )
    )
    return row


def _closest(scene: Scene, text: str, incidents: Sequence[Incident]) -> Incident | None:
    if not incidents:
        return None
    by_words = mentions(text, {str(one.id): one.key_words for one in incidents})
    if by_words:
        best = max(by_words, key=lambda one: by_words[one])
        return next(one for one in incidents if str(one.id) == best)
    about = tuple((one.id, one.words, *one.key_words) for one in incidents)
    best_ranked = next(iter(_beside(scene.house.faq, about).rank(text, 1)), None)
    if best_ranked is None or best_ranked.confidence < scene.house.rules.incidents.likeness:
        return None
    return next((one for one in incidents if _ID.format(id=one.id) == best_ranked.id), None)


@lru_cache(maxsize=2)
def _beside(faq: Matcher, about: tuple[tuple[int | str, ...], ...]) -> Matcher:
    """The base with the incidents in it: what is asked every day is not taken for one of them."""
    matcher = faq.copy()
    for number, *texts in about:
        questions: dict[str, list[str]] = {}
        for text in map(str, texts):
            questions.setdefault(script_of(text), []).append(text)
        matcher.add(Entry(_ID.format(id=number), questions, ""))
    return matcher


def _graver(scene: Scene, text: str, incident: Incident) -> bool:
    words = scene.house.rules.major.words
    said = mentions(text, words)
    return bool(said.keys() - mentions(" ".join([incident.words, *incident.key_words]), words).keys())
