"""Holding a flood: what comes faster than people write is kept, and its writer hears so once."""

from __future__ import annotations

from sqlalchemy import update

from handlers.desk.topics import note
from handlers.turn import Turn
from storage.account import HeldMessage
from storage.case import Case
from storage.inbound import Message, Press, Unsupported

FLOOD = "flood"
"""In a conversation's memory: its messages are being kept."""


async def held(turn: Turn) -> bool:
    """Keep what belongs to a flood. False if the message is to be handled as ever."""
    what = turn.inbound.what
    if not turn.private or not turn.has_person or turn.staff is not None:
        return False
    if not isinstance(what, Message | Press | Unsupported):
        return False
    flooding = FLOOD in turn.conversation.memory
    if isinstance(what, Message) and what.edited and flooding and await _amended(turn, what):
        return True
    # An edit costs the agents' group as much as a message: it is counted, and kept, like one.
    rules = turn.house.rules.floods
    fast = turn.house.tempo.too_fast(turn.conversation.id, turn.now, rules.messages, rules.within)
    if not flooding and not fast:
        return False
    if isinstance(what, Press):
        turn.answer("floods.press")
        return True
    _keep(turn, what)
    if not flooding:
        await _tell(turn)
    return True


def _keep(turn: Turn, what: Message | Unsupported) -> None:
    turn.session.add(
        HeldMessage(
            conversation_id=turn.conversation.id,
            message=what.id or "",
            what=what.what[:20],
            text=what.text if isinstance(what, Message) else "",
            at=turn.now,
        )
    )


async def _amended(turn: Turn, message: Message) -> bool:
    """A message that is kept was edited: it is kept as it is now. False if it is none of them."""
    changed = await turn.session.execute(
        update(HeldMessage)
        .where(HeldMessage.conversation_id == turn.conversation.id, HeldMessage.message == message.id)
        .values(text=message.text)
        .returning(HeldMessage.id)
    )
    return changed.first() is not None


async def _tell(turn: Turn) -> None:
    turn.conversation.memory = {**turn.conversation.memory, "v": 1, FLOOD: True}
    turn.record("flood.began")
    turn.reply("floods.told")
    if turn.conversation.case_id is not None:
        case = await turn.session.get_one(Case, turn.conversation.case_id)
        await note(turn, case, "floods.topic_told", silent=True)
