"""Which cases a customer's message may be about, and what to call them."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers.naming import shortened
from handlers.scene import Scene
from storage.account import Conversation
from storage.case import OPEN_STATES, WAITING_FOR_US, Case
from storage.topic import Relay

ABOUT = 24


async def spoken_in_since(scene: Scene, conversation: Conversation) -> list[Case]:
    """The open cases in which we have spoken since the customer last did, the newest words first."""
    here = conversation.chat_id
    theirs = await scene.session.scalar(
        select(func.max(Relay.id)).where(Relay.from_chat_id == here, Relay.to_chat_id != here)
    )
    newest = func.max(Relay.id)
    rows = await scene.session.execute(
        select(Relay.case_id, newest)
        .where(Relay.to_chat_id == here, Relay.from_chat_id != here, Relay.id > (theirs or 0))
        .group_by(Relay.case_id)
        .order_by(newest.desc())
    )
    ids = [row[0] for row in rows]
    found = await scene.session.scalars(
        select(Case).where(
            Case.id.in_(ids), Case.conversation_id == conversation.id, Case.state.in_(WAITING_FOR_US)
        )
    )
    return sorted(found, key=lambda case: ids.index(case.id))


async def has_several(scene: Scene, person_id: int) -> bool:
    """Whether more than one matter of a customer is ours to go on with."""
    count = await scene.session.scalar(
        select(func.count()).where(Case.person_id == person_id, Case.state.in_(WAITING_FOR_US))
    )
    return (count or 0) > 1


async def others_of(scene: Scene, case: Case) -> list[Case]:
    """The customer's other open cases, the newest first."""
    rows = await scene.session.scalars(
        select(Case)
        .where(Case.person_id == case.person_id, Case.id != case.id, Case.state.in_(OPEN_STATES))
        .order_by(Case.id.desc())
    )
    return list(rows)


def named(scene: Scene, case: Case, language: str) -> str:
    """A case on a button: its number, and what it is about."""
    words = shortened(case.summary.partition("\n")[0], ABOUT)
    return f"{case.number} · {words or scene.say(language, f'desk.kind.{case.kind.value}')}"
