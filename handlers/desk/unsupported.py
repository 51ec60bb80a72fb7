"""What cannot be passed on is named to both sides."""

from __future__ import annotations

from sqlalchemy import select

from handlers.desk.topics import note
from handlers.turn import Turn
from storage.case import Case
from storage.inbound import Unsupported
from storage.outbound import SendText
from storage.topic import Topic

_SAID = frozenset(
    {"story", "paid_media", "game", "invoice", "giveaway", "giveaway_winners", "checklist", "gift"}
    | {"unique_gift", "successful_payment", "live_photo", "rich_message"}
)
"""Kinds that people send; anything else unsupported is a notice of the app, which concerns nobody."""


async def cannot_show(turn: Turn, what: Unsupported) -> None:
    """The customer sent something that the agents cannot be shown: they hear that it was there."""
    case_id = turn.conversation.case_id
    if case_id is not None:
        case = await turn.session.get_one(Case, case_id)
        await note(turn, case, "desk.topic.unsupported", what=what.what.replace("_", " "))


async def cannot_pass_on(turn: Turn, what: Unsupported) -> None:
    """An agent wrote something in a case's topic that cannot reach the customer: it is said at once."""
    if turn.staff is None or what.id is None or what.what not in _SAID or not turn.conversation.thread:
        return
    topic = await turn.session.scalar(
        select(Topic.id)
        .where(Topic.chat_id == turn.chat.id, Topic.thread == turn.conversation.thread)
        .limit(1)
    )
    if topic is not None:
        text = turn.say(turn.house.default_language, "desk.hint.unsupported")
        turn.send(SendText(text, reply_to=what.id, silent=True))
