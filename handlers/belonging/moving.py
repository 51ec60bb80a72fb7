"""Moving a customer's message to another case of theirs: it appears there, and is marked here."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from handlers import promises
from handlers.desk.ending import reopen
from handlers.desk.relays import locked_case
from handlers.desk.topics import add_to_case, copy_to_topic, note
from handlers.naming import staff_name
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import WAITING_FOR_US, Case, Evidence
from storage.outbound import SendText
from storage.outbox import Priority
from storage.promise import Promise, PromiseState
from storage.topic import AlbumPart, Relay


async def to_move(turn: Turn, copy: str | None) -> Relay | None:
    """How the message here came from a customer's chat, if it did."""
    if copy is None:
        return None
    relay: Relay | None = await turn.session.scalar(
        select(Relay)
        .where(Relay.to_chat_id == turn.chat.id, Relay.to_message == copy, Relay.from_chat_id != turn.chat.id)
        .order_by(Relay.id.desc())
        .limit(1)
    )
    return relay


async def move(turn: Turn, copy: str, other_id: int) -> None:
    """Move the message that `copy` shows here, with the album it came in."""
    relay = await to_move(turn, copy)
    if relay is None or turn.staff is None or relay.case_id == other_id:
        return
    # In one order wherever two are locked, so that nobody waits for each other.
    cases = {one: await locked_case(turn.session, one) for one in sorted((relay.case_id, other_id))}
    case, other = cases[relay.case_id], cases[other_id]
    conversation = await turn.session.get_one(Conversation, case.conversation_id)
    messages = await _with_its_album(turn, conversation, relay.from_message)
    await turn.session.execute(
        delete(Relay).where(
            # One that was merged has left what was passed on there under its own name.
            Relay.case_id.in_((relay.case_id, case.id)),
            Relay.from_chat_id == conversation.chat_id,
            Relay.from_message.in_(messages),
        )
    )
    await turn.session.execute(
        update(Evidence)
        .where(Evidence.case_id == case.id, Evidence.message_id.in_(messages))
        .values(case_id=other.id)
    )
    if other.state not in WAITING_FOR_US:
        # It was thought done: nobody's words lie in it unseen.
        await reopen(turn, other, supervised=False, promise="first_answer", why="customer")
    name = await staff_name(turn.session, turn.staff.id)
    # Of one priority with the copies, so that it stands above them.
    there = await note(
        turn,
        other,
        "belonging.move.came",
        silent=True,
        priority=Priority.reply,
        name=name,
        source=case.number,
    )
    if there is not None:
        await copy_to_topic(turn, other, there, messages)
    else:
        await add_to_case(turn, other, messages)
    moved = turn.say(turn.house.default_language, "belonging.move.moved", number=other.number, name=name)
    turn.send(SendText(moved, reply_to=copy, silent=True))
    if conversation.case_id == case.id:
        conversation.case_id = other.id
    await _expect_here_no_more(turn, case, conversation)
    await promises.resume(turn, other)
    if await promises.expect_reply(turn, other) and there is not None:
        await turn.show_card(there)
    for one, verb in ((case, "case.message_moved"), (other, "case.message_came")):
        turn.effects.record(
            verb,
            actor_kind="staff",
            actor_id=turn.person.id,
            case_id=one.id,
            person_id=one.person_id,
            messages=len(messages),
        )


async def _with_its_album(turn: Turn, conversation: Conversation, message: str) -> list[str]:
    here = AlbumPart.conversation_id == conversation.id
    album = select(AlbumPart.album).where(here, AlbumPart.message == message).scalar_subquery()
    rows = await turn.session.scalars(
        select(AlbumPart.message).where(here, AlbumPart.album == album).order_by(AlbumPart.id)
    )
    return list(rows) or [message]


async def _expect_here_no_more(turn: Turn, case: Case, conversation: Conversation) -> None:
    """If nothing else of the customer's waits for a reply here, nobody owes one."""
    newest = await turn.session.scalar(
        select(Relay)
        .where(
            Relay.case_id == case.id,
            (Relay.from_chat_id == conversation.chat_id) != (Relay.to_chat_id == conversation.chat_id),
        )
        .order_by(Relay.id.desc())
        .limit(1)
    )
    if newest is None or newest.from_chat_id == conversation.chat_id:
        return
    rows = await turn.session.scalars(
        select(Promise).where(
            Promise.case_id == case.id,
            Promise.kind == "reply",
            Promise.state.in_((PromiseState.open, PromiseState.broken)),
        )
    )
    for promise in rows:
        promise.drop(turn.now)
    if topic := await turn.topic_of(case.id):
        await turn.show_card(topic)
