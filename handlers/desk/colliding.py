"""Two agents who write to one customer at the same time see each other."""

from __future__ import annotations

from sqlalchemy import select

from handlers.desk.topics import note
from handlers.naming import staff_name
from handlers.turn import Turn
from storage.case import Case
from storage.event import Event
from storage.staff import Staff

REPLIED = "case.replied"


async def replied(turn: Turn, case: Case) -> None:
    """Record a reply; if a colleague has just written to the same customer, tell both, once."""
    recent = [
        (one["actor_id"], one["case_id"])
        for one in turn.effects.events
        if one["verb"] == REPLIED and one["person_id"] == case.person_id
    ]
    rows = await turn.session.execute(
        select(Event.actor_id, Event.case_id).where(
            Event.verb == REPLIED,
            Event.at > turn.now - turn.house.rules.desk.colliding_within,
            Event.person_id == case.person_id,
        )
    )
    recent += [(actor, number) for actor, number in rows]
    turn.effects.record(
        REPLIED,
        actor_kind="staff",
        actor_id=turn.person.id,
        case_id=case.id,
        person_id=case.person_id,
    )
    others = {actor: number for actor, number in recent if actor != turn.person.id}
    # Who has written within this time already has been told, or was told of.
    if others and len(others) == len(dict(recent)):
        for actor, number in others.items():
            await _tell(turn, case, actor, number)


async def _tell(turn: Turn, case: Case, actor: int | None, other_case: int | None) -> None:
    me = await _name(turn, turn.person.id)
    other = await _name(turn, actor)
    if other_case is None or other_case == case.id:
        await note(turn, case, "desk.topic.both_write", silent=True, name=me, other=other)
        return
    elsewhere = await turn.session.get_one(Case, other_case)
    await note(turn, case, "desk.topic.writes_elsewhere", silent=True, name=other, there=elsewhere.number)
    await note(turn, elsewhere, "desk.topic.writes_elsewhere", silent=True, name=me, there=case.number)


async def _name(turn: Turn, person_id: int | None) -> str:
    staff_id = await turn.session.scalar(select(Staff.id).where(Staff.person_id == person_id))
    return await staff_name(turn.session, staff_id)
