"""A new agent's first replies: asked whether they are for the customer, before they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.desk import albums
from handlers.desk.drafts import DRAFTS
from handlers.desk.notes import NOTED, keep_note, kept_note
from handlers.desk.passing import pass_on
from handlers.desk.relays import locked_case
from handlers.desk.writers import writes
from handlers.turn import Turn
from storage.case import Case
from storage.inbound import Message
from storage.outbound import Delete, React, SendText
from storage.topic import Topic


async def ask_whether_to_send(turn: Turn, case: Case, topic: Topic, message: Message) -> None:
    """Ask the writer, and only them, what becomes of the message they wrote. Of an album it is asked once."""
    before = await albums.siblings(turn, message)
    if before and await kept_note(turn.session, turn.chat.id, before[0].message) is not None:
        await keep_note(turn, case.id, turn.chat.id, message.id)
        return
    if before and not any(part.body and part.case_id is None for part in before):
        # Its writer has answered already.
        await pass_on(turn, case, topic, message)
        return
    await albums.hold(turn, message)
    if not before:
        _ask(turn, case, message)


def _ask(turn: Turn, case: Case, message: Message) -> None:
    language = turn.house.default_language
    row = tuple(
        turn.button(
            turn.say(language, f"desk.button.{way}"),
            f"desk.{way}",
            turn.me,
            once=True,
            case=case.id,
            message=message.id,
            reply_to=message.reply_to,
        )
        for way in ("send", "keep")
    )
    turn.send(SendText(turn.say(language, "desk.hint.send_or_keep"), (row,), message.id, silent=True))


async def send(turn: Turn, args: dict[str, Any]) -> None:
    """It is for the customer, if its writer still is who writes to them and it has not become a note."""
    case = await locked_case(turn.session, int(args["case"]))
    topic = await turn.topic_of(case.id)
    noted = await kept_note(turn.session, turn.chat.id, args["message"]) is not None
    may = turn.staff is not None and await writes(turn, case, turn.staff.id)
    if topic is None or noted or not may or not case.is_open:
        turn.answer("desk.press.not_sent", alert=True)
        await _keep(turn, case, args)
        return
    held = await albums.held(turn, args["message"])
    if await _held_back(turn, case, held):
        turn.answer()
        _away(turn)
        return
    alone = Message(args["message"], reply_to=args["reply_to"])
    for message in held or [alone]:
        await pass_on(turn, case, topic, message)
    await albums.release(turn, turn.conversation.id)
    await albums.let_go(turn, args["message"])
    turn.answer("desk.press.sent")
    _away(turn)


async def _held_back(turn: Turn, case: Case, messages: Sequence[Message]) -> bool:
    """Whether something in it waits for another word of its writer's: it was edited since they were asked."""
    held = [await DRAFTS.held_back(turn, case, message) for message in messages]
    if any(held):
        for message, waits in zip(messages, held, strict=True):
            if not waits:
                await DRAFTS.held_back(turn, case, message)
    return any(held)


async def keep(turn: Turn, args: dict[str, Any]) -> None:
    """It stays among colleagues."""
    case = await locked_case(turn.session, int(args["case"]))
    turn.answer("desk.press.kept")
    await _keep(turn, case, args)


async def _keep(turn: Turn, case: Case, args: dict[str, Any]) -> None:
    for message in dict.fromkeys([args["message"], *await albums.let_go(turn, args["message"])]):
        await keep_note(turn, case.id, turn.chat.id, message)
    turn.send(React(args["message"], NOTED))
    _away(turn)


def _away(turn: Turn) -> None:
    """The question has done its duty."""
    if turn.press is not None and turn.press.message is not None:
        turn.send(Delete(turn.press.message))
