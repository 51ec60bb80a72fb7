"""What was said about a case so far, shown again where it goes on: the receiver sees everything."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import select

from handlers.desk.relays import relay_subject
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import REACH, Case, Evidence
from storage.outbound import Copy, SendText
from storage.topic import Note, Relay, Topic

MOST_AT_ONCE = 100
"""The channel copies so many messages in one request."""


async def retell(scene: Scene, case: Case, new: Topic, *, without: int | None = None) -> None:
    """Copy the customer's words, the answers to them and the notes into the new topic, in their order.

    `without` a chat that we cannot look into any more: answers are shown as the customer got them.
    """
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    customer_chat = await scene.session.get_one(Chat, conversation.chat_id)
    said = await _said(scene, case, customer_chat.id, without)
    for (who, chat_id), run in groupby(said, key=lambda one: (one[0], one[1])):
        messages = [message for _, _, message in run]
        chat = await scene.session.get_one(Chat, chat_id)
        heading = scene.say(scene.house.default_language, f"desk.history.{who}")
        await scene.owe_topic(new, SendText(heading, silent=True))
        for start in range(0, len(messages), MOST_AT_ONCE):
            part = tuple(messages[start : start + MOST_AT_ONCE])
            # Who answers a copy of the customer's words answers the customer.
            retold = relay_subject(case.id, chat.id, part, new.chat_id) | {"kind": "retold"}
            await scene.owe_topic(
                new,
                Copy(chat.external_id, part, silent=True),
                subject=retold if who == "customer" else None,
            )


async def _said(
    scene: Scene, case: Case, customer_chat: int, without: int | None
) -> list[tuple[str, int, str]]:
    """(who, chat, message) in the order they were said: customer, answer or note."""
    relays = await scene.session.scalars(
        select(Relay).where(Relay.case_id == case.id).order_by(Relay.at, Relay.id)
    )
    notes = await scene.session.scalars(
        select(Note).where(Note.case_id == case.id).order_by(Note.at, Note.id)
    )
    kept = await scene.session.scalars(
        select(Evidence.message_id)
        .where(Evidence.case_id == case.id, Evidence.kind != REACH)
        .order_by(Evidence.id)
    )
    timed = [
        (one.at, _who(one, customer_chat), one.to_chat_id, one.to_message)
        if one.from_chat_id == without
        else (one.at, _who(one, customer_chat), one.from_chat_id, one.from_message)
        for one in relays
    ]
    timed += [(one.at, "note", one.chat_id, one.message) for one in notes]
    timed = [one for one in timed if one[2] != without]
    timed.sort(key=lambda one: one[0])
    said = [("customer", customer_chat, message) for message in kept]
    said += [(who, chat, message) for _, who, chat, message in timed if who]
    return list(dict.fromkeys(said))


def _who(relay: Relay, customer_chat: int) -> str:
    if relay.from_chat_id == customer_chat:
        return "customer"
    # What the bot itself said about the case has both ends in one chat.
    return "answer" if relay.to_chat_id == customer_chat else ""
