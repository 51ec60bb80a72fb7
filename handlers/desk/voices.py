"""Whose words these are, and about which matter: said above a reply where the customer could not know."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, or_, select

from handlers.desk.colliding import REPLIED
from handlers.naming import staff_name
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import OPEN_STATES, Case
from storage.event import Event, voices
from storage.person import Person
from storage.topic import Relay

REMEMBERED_FOR = timedelta(days=1)
"""After so long nobody remembers who spoke last."""


async def introduce(turn: Turn, case: Case, conversation: Conversation) -> None:
    """Name the writer and the case's number, unless they go on speaking of what was spoken of last.

    A reply to that line finds the case, as a reply to the words below it does.
    """
    if turn.staff is None or not await _unclear(turn, case, conversation):
        return
    customer = await turn.session.get_one(Person, case.person_id)
    await turn.tell(
        conversation.id,
        customer,
        "desk.customer.about",
        subject={"kind": "note", "case": case.id, "chat": conversation.chat_id},
        silent=True,  # the words below ring
        number=case.number,
        name=await staff_name(turn.session, turn.staff.id),
    )


async def _unclear(turn: Turn, case: Case, conversation: Conversation) -> bool:
    last = await _last_voice(turn, case)
    if last is None and conversation.case_id not in (None, case.id):
        # They have asked for people in another matter, and nobody has spoken since.
        return True
    if last is not None and last != (turn.person.id, case.id):
        return True
    if last is None and turn.staff is not None and turn.staff.id != case.owner_id:
        # They heard the owner's name when the case was taken.
        return True
    others = await turn.session.scalar(
        select(func.count()).where(
            Case.person_id == case.person_id, Case.state.in_(OPEN_STATES), Case.id != case.id
        )
    )
    if not others:
        return False
    return last is None or await _last_spoken_in(turn, conversation) != case.id


async def _last_voice(turn: Turn, case: Case) -> tuple[int | None, int | None] | None:
    """Who last wrote to the customer, and in which case, if it was not long ago.

    Nobody, if the customer has opened another matter since.
    """
    just_now = [
        one for one in turn.effects.events if one["verb"] == REPLIED and one["person_id"] == case.person_id
    ]
    if just_now:
        return just_now[-1]["actor_id"], just_now[-1]["case_id"]
    row = (
        await turn.session.execute(
            select(Event.actor_id, Event.case_id, Event.verb)
            .where(
                voices(),
                Event.at > turn.now - REMEMBERED_FOR,
                Event.person_id == case.person_id,
            )
            .order_by(Event.id.desc())
            .limit(1)
        )
    ).first()
    return (row[0], row[1]) if row is not None and row[2] == REPLIED else None


async def _last_spoken_in(turn: Turn, conversation: Conversation) -> int | None:
    """The case of the newest message that went either way."""
    here = conversation.chat_id
    found: int | None = await turn.session.scalar(
        select(Relay.case_id)
        .where(or_(Relay.from_chat_id == here, Relay.to_chat_id == here))
        .order_by(Relay.id.desc())
        .limit(1)
    )
    return found
