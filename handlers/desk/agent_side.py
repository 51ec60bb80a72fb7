"""What agents write: the words of who took or joined go to the customer, everybody else's stay here."""

from __future__ import annotations

from sqlalchemy import select

from handlers.desk.confirming import ask_whether_to_send
from handlers.desk.drafts import DRAFTS
from handlers.desk.notes import NOTED, keep_note, kept_note, meant_as_note
from handlers.desk.passing import pass_on
from handlers.desk.relays import locked_case, other_end
from handlers.desk.topics import anchor
from handlers.desk.unanswering import stand_again
from handlers.desk.withholding import with_its_album
from handlers.desk.writers import writes
from handlers.turn import Turn
from storage.case import Case
from storage.inbound import Message, Unsupported
from storage.outbound import Copy, React, SendText
from storage.topic import Topic


async def from_group(turn: Turn) -> bool:
    """A message in a department's group. True if it belongs to a case, whoever wrote it."""
    message = turn.message
    if message is None:
        return False
    topic = await topic_here(turn, message)
    if topic is None:
        return False
    sender = turn.inbound.sender
    # Bots answer no customer; but of an anonymous administrator, too, Telegram says that it is a bot.
    if sender is None or (sender.bot and not sender.anonymous):
        return True
    case = await locked_case(turn.session, topic.case_id)
    if case.id != topic.case_id:
        topic = await _carried_over(turn, case, topic, message)
    refusal = await _why_not(turn, case, topic, message)
    if refusal is None:
        if await DRAFTS.held_back(turn, case, message):
            return True
        if turn.staff is not None and turn.staff.replies < turn.house.rules.desk.confirm_replies:
            await ask_whether_to_send(turn, case, topic, message)
        else:
            await pass_on(turn, case, topic, message)
        return True
    if refusal == "note":
        await keep_with_its_album(turn, case.id, message)
        if turn.staff is not None or sender.anonymous:
            # To strangers nothing is said after the first time, however much they write.
            turn.send(React(message.id, NOTED))
    else:
        await keep_note(turn, case.id, turn.chat.id, message.id)
        _hint(turn, refusal, message)
    return True


async def _carried_over(turn: Turn, case: Case, topic: Topic, message: Message) -> Topic:
    """What is written where a case was merged away is read where it goes on: that topic."""
    new = await turn.topic_of(case.id)
    if new is None:
        return topic
    copy = Copy(turn.chat.external_id, (message.id,), reply_to=anchor(new), silent=True)
    await turn.owe_topic(new, copy)
    return new


async def keep_with_its_album(turn: Turn, case_id: int, message: Message) -> None:
    """A note makes notes of the parts of its album that came before: none of them is passed on any more.

    What is held back so answered nobody.
    """
    await keep_note(turn, case_id, turn.chat.id, message.id)
    held = await with_its_album(turn, message)
    for part in held:
        await keep_note(turn, case_id, turn.chat.id, part)
        turn.send(React(part, NOTED))
    if held:
        await stand_again(turn, await locked_case(turn.session, case_id))


async def _why_not(turn: Turn, case: Case, topic: Topic, message: Message) -> str | None:
    """Why a message is not for the customer: `note`, or the hint its writer gets. None: it is."""
    if turn.inbound.sender is not None and turn.inbound.sender.anonymous:
        return _once(turn, case, "anonymous")
    if turn.staff is None:
        return _once(turn, case, "stranger")
    if await meant_as_note(turn, message):
        return "note"
    if (newest := await turn.topic_of(case.id)) is not None and newest.id != topic.id:
        return "moved"
    if not case.is_open:
        return "closed"
    if case.owner_id is None:
        return "take_first"
    if not await writes(turn, case, turn.staff.id):
        return _once(turn, case, "note_by_other")
    if turn.text.startswith("/"):
        # No command of ours: whether it was meant as one, or for the customer, only its writer knows.
        return "command"
    return None


def _once(turn: Turn, case: Case, hint: str) -> str:
    """The hint if its reader has not had it here yet; afterwards a small sign is enough."""
    reader = turn.inbound.sender.id if turn.inbound.sender else ""
    key = f"{hint}:{case.id}:{reader}"
    told = list(turn.conversation.memory.get("hints", []))
    if key in told:
        return "note"
    turn.conversation.memory = {**turn.conversation.memory, "v": 1, "hints": [*told, key][-50:]}
    return hint


def _hint(turn: Turn, name: str, message: Message) -> None:
    text = turn.say(turn.house.default_language, f"desk.hint.{name}")
    turn.send(SendText(text, reply_to=message.id, silent=True))


async def topic_here(turn: Turn, message: Message | Unsupported) -> Topic | None:
    """The topic that a message in a group belongs to: by its thread, or by what it replies to."""
    thread = turn.conversation.thread
    if thread:
        by_thread: Topic | None = await turn.session.scalar(
            select(Topic)
            .where(Topic.chat_id == turn.chat.id, Topic.thread == thread)
            .order_by(Topic.id.desc())
            .limit(1)
        )
        return by_thread
    if message.reply_to is None:
        return None
    by_card: Topic | None = await turn.session.scalar(
        select(Topic)
        .where(Topic.chat_id == turn.chat.id, Topic.card_message == message.reply_to, Topic.plain)
        .limit(1)
    )
    if by_card is not None:
        return by_card
    end = await other_end(turn.session, turn.chat.id, message.reply_to)
    noted = await kept_note(turn.session, turn.chat.id, message.reply_to) if end is None else None
    case_id = end.case_id if end is not None else noted.case_id if noted is not None else None
    topic = await turn.topic_of(case_id) if case_id is not None else None
    return topic if topic is not None and topic.plain else None
