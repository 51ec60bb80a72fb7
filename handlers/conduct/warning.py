"""Looking at a draft before it goes out: what goes against a rule waits for its writer's word."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import select

from handlers.conduct.checking import against
from handlers.conduct.going_out import go_out
from handlers.conduct.reasons import reasons
from handlers.conduct.rows import of_album, pending, settle
from handlers.conduct.telling import EXCERPT, language_to, tell_writer
from handlers.desk.holding import hold, is_held
from handlers.desk.notes import keep_note
from handlers.desk.relays import copies_of, locked_case
from handlers.naming import shortened
from handlers.rules import ConductRule
from handlers.turn import Turn
from storage.case import Case
from storage.inbound import Message
from storage.outbound import React, SendText
from storage.pending import PendingMessage, Waits

HELD = "👀"
"""Under a message: it has not gone out; its writer knows more."""


async def held_back(turn: Turn, case: Case, message: Message) -> bool:
    """Hold a draft up and ask its writer, if it goes against a rule, or came with one that does."""
    house = turn.house.rules.conduct
    if not house.check or turn.staff is None:
        return False
    if await _came_with_held(turn, message):
        await _wait(turn, case, message, [])
        return True
    broken = against(house.rules, message.text)
    if not broken:
        return False
    await _wait(turn, case, message, broken)
    await _warn(turn, case, message, broken)
    turn.send(React(message.id, HELD))
    return True


async def held_edit(turn: Turn, case: Case, message: Message) -> bool:
    """A draft that waits was edited: it is looked at anew, and goes out if it is clean now.

    An edit of words that the customer has already waits too: they keep the former ones meanwhile.
    True if the edit is dealt with; False if it is to be shown as any other.
    """
    house = turn.house.rules.conduct
    if not house.check or turn.staff is None:
        return False
    waiting = await pending(turn, turn.conversation.id, message.id)
    if waiting is None and await is_held(turn, turn.conversation.id, message.id):
        # They are asked whether it is for the customer: it is looked at once they say so.
        return False
    broken = against(house.rules, message.text)
    if waiting is not None and not broken:
        return await _mended(turn, case, waiting, message)
    if not broken:
        return False
    known = waiting.rules or [] if waiting is not None else []
    passed_on = bool(await copies_of(turn.session, turn.chat.id, message.id))
    # What has not gone out yet goes out as a message, not as an edit.
    await _wait(turn, case, message if passed_on else replace(message, edited=False), broken)
    if new := [rule for rule in broken if rule.name not in known]:
        await _warn(turn, case, message, new)
    return True


async def _mended(turn: Turn, case: Case, waiting: PendingMessage, message: Message) -> bool:
    case = await locked_case(turn.session, case.id)
    topic = await turn.topic_of(case.id)
    groups = await settle(turn, waiting, turn.conversation)
    held = next((one for messages in groups for one in messages if one.id == message.id), None)
    turn.effects.record("conduct.mended", actor_kind="staff", actor_id=turn.person.id, case_id=case.id)
    if held is None or held.edited:
        return False
    if topic is None or not case.is_open:
        await _too_late(turn, case, groups)
        return True
    now = replace(message, edited=False)
    mended = [[now if one.id == message.id else one for one in messages] for messages in groups]
    await go_out(turn, case, topic, turn.conversation, mended)
    return True


async def _too_late(turn: Turn, case: Case, groups: Sequence[Sequence[Message]]) -> None:
    """The case was closed while the draft waited: it stays here, as whatever is written there now."""
    for messages in groups:
        for one in messages:
            await keep_note(turn, case.id, turn.chat.id, one.id)
        text = turn.say(turn.house.default_language, "desk.hint.closed")
        turn.send(SendText(text, reply_to=messages[0].id, silent=True))


async def _came_with_held(turn: Turn, message: Message) -> bool:
    if message.album is None:
        return False
    return bool(await of_album(turn, turn.conversation.id, message.album[:64]))


async def _wait(turn: Turn, case: Case, message: Message, broken: Sequence[ConductRule]) -> None:
    await hold(turn, turn.conversation.id, message)
    row = await turn.session.scalar(
        select(PendingMessage).where(
            PendingMessage.conversation_id == turn.conversation.id, PendingMessage.message == message.id
        )
    )
    if row is None:
        row = PendingMessage(
            waits=Waits.conduct,
            conversation_id=turn.conversation.id,
            message=message.id,
            case_id=case.id,
            person_id=turn.person.id,
            at=turn.now,
            until=turn.now,
        )
        turn.session.add(row)
    row.rules = [rule.name for rule in broken]
    row.until = turn.now + turn.house.rules.conduct.expires_after
    row.settled_at = None
    await turn.session.flush()


async def _warn(turn: Turn, case: Case, message: Message, broken: Sequence[ConductRule]) -> None:
    row = await pending(turn, turn.conversation.id, message.id)
    if row is None:
        return
    language = await language_to(turn, turn.person.id)
    buttons = [
        turn.button(turn.say(language, f"conduct.button.{way}"), f"conduct.{way}", turn.me, pending=row.id)
        for way in ("send", "take_back")
    ]
    sent = bool(await copies_of(turn.session, turn.chat.id, message.id))
    await tell_writer(
        turn,
        turn.person.id,
        turn.conversation,
        message.id,
        "conduct.edit_held" if sent else "conduct.held",
        buttons=buttons,
        number=case.number,
        reasons="\n".join(reasons(turn, broken, language)),
        words=shortened(message.text, EXCERPT),
    )
    for rule in broken:
        turn.effects.record(
            "conduct.warned", actor_kind="staff", actor_id=turn.person.id, case_id=case.id, rule=rule.name
        )
