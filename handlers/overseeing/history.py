"""What happened to a case, in words: its recorded events, oldest first."""

from __future__ import annotations

from collections.abc import Iterable

from babel.dates import format_datetime
from sqlalchemy import select

from handlers.naming import department_name, first_name, staff_name
from handlers.turn import Turn
from storage.case import Case
from storage.event import Event
from storage.person import Person
from storage.staff import Department, Staff

MOST = 15
_WHEN = {"en": "d MMM HH:mm", "zh": "M月d日 HH:mm"}


async def history(turn: Turn, case: Case) -> list[str]:
    """A line for each event that has words, the newest `MOST` of them; names of staff only."""
    rows = await turn.session.scalars(select(Event).where(Event.case_id == case.id).order_by(Event.id))
    # What this very press has done is written with everything else it causes, in a moment.
    done = [Event(**row) for row in turn.effects.events if row["case_id"] == case.id]
    known = turn.house.texts.keys(turn.language)
    told = [one for one in (*rows, *done) if _key(one) in known]
    names = await _staff(turn, {one.actor_id for one in told if one.actor_id is not None})
    lines = []
    if len(told) > MOST:
        lines.append(turn.text_of("overseeing.case.earlier", count=len(told) - MOST))
    for one in told[-MOST:]:
        at = one.at.astimezone(turn.house.zone)
        when = format_datetime(at, _WHEN.get(turn.language, _WHEN["en"]), locale=turn.language)
        what = turn.text_of(_key(one), **await _values(turn, one))
        name = names.get(one.actor_id or 0, "")
        lines.append(" · ".join(part for part in (when, what, name) if part))
    return lines


def _key(event: Event) -> str:
    return f"overseeing.event.{event.verb.replace('.', '_')}"


async def _values(turn: Turn, event: Event) -> dict[str, str]:
    """Whom it was passed on to: the one place that a text of an event has."""
    if event.verb != "case.transferred":
        return {}
    if receiver := event.facts.get("receiver"):
        return {"to": await staff_name(turn.session, int(receiver))}
    department = await turn.session.get(Department, int(event.facts["department"]))
    return {"to": department_name(department, turn.language) if department else ""}


async def _staff(turn: Turn, people: Iterable[int]) -> dict[int, str]:
    rows = await turn.session.execute(
        select(Person.id, Staff.public_name, Person.name)
        .join(Staff, Staff.person_id == Person.id)
        .where(Person.id.in_(list(people)))
    )
    return {person: public or first_name(name) for person, public, name in rows}
