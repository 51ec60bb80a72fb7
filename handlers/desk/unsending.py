"""/unsend: what was sent by mistake is withdrawn from the customer's chat, or never gets there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers.desk.notes import NOTED, keep_note
from handlers.desk.relays import copies_of, locked_case
from handlers.desk.topics import note
from handlers.desk.unanswering import stand_again
from handlers.desk.withholding import case_of_unsent, unsent, withhold
from handlers.desk.writers import writes
from handlers.scene import Scene
from handlers.turn import Turn
from storage.account import Chat
from storage.case import Case
from storage.outbound import Delete, React, SendText

AS_LONG_AS = timedelta(hours=48)
"""The channel lets a bot delete its messages that long."""


async def unsend(turn: Turn, rest: str) -> None:
    """Withdraw the message that the command replies to. It is a note from then on."""
    message = turn.message
    if turn.private or message is None:
        turn.reply("router.group_only")
        return
    if turn.staff is None:
        return
    if message.reply_to is None:
        _say(turn, "how")
        return
    relays = [
        relay
        for relay in await copies_of(turn.session, turn.chat.id, message.reply_to)
        if relay.to_chat_id != turn.chat.id
    ]
    case_id = relays[0].case_id if relays else await case_of_unsent(turn, message.reply_to)
    if case_id is None:
        _say(turn, "nothing")
        return
    case = await locked_case(turn.session, case_id)
    if not turn.is_manager and not await writes(turn, case, turn.staff.id):
        _say(turn, "not_yours")
        return
    if any(turn.now - relay.at > AS_LONG_AS for relay in relays):
        _say(turn, "too_late")
        return
    if any(one.flies for one in await unsent(turn, [message.reply_to])):
        _say(turn, "on_its_way")
        return
    held_back = await withhold(turn, [message.reply_to])
    for relay in relays:
        there = await turn.session.get_one(Chat, relay.to_chat_id)
        turn.effects.owe(
            Delete(relay.to_message),
            account_id=there.account_id,
            chat_id=there.id,
            subject={"kind": "unsend", "case": case.id},
        )
        await turn.session.delete(relay)
    await keep_note(turn, case.id, turn.chat.id, message.reply_to)
    await stand_again(turn, case)
    turn.record("message.withdrawn", case_id=case.id, messages=len(relays) + len(held_back))
    turn.send(React(message.reply_to, NOTED))
    _say(turn, "done" if relays else "held_back")


async def not_withdrawn(scene: Scene, subject: dict[str, Any]) -> None:
    """The channel refused: the customer still has it, and the agents hear so."""
    case = await scene.session.get_one(Case, int(subject["case"]))
    await note(scene, case, "desk.topic.not_withdrawn")


def _say(turn: Turn, name: str) -> None:
    text = turn.say(turn.house.default_language, f"desk.unsend.{name}")
    turn.send(SendText(text, reply_to=turn.message.id if turn.message else None, silent=True))
