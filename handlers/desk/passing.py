"""Passing an agent's words on to the customer."""

from __future__ import annotations

from handlers import promises
from handlers.desk import colliding
from handlers.desk.albums import goes_on, pass_message
from handlers.desk.relaying import way_to_customer
from handlers.desk.relays import RECEIPT
from handlers.desk.voices import introduce
from handlers.knowledge import human_answers
from handlers.rota import calling as emergencies
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import Case, Waiting
from storage.inbound import Message
from storage.outbound import React
from storage.topic import Topic


async def pass_on(turn: Turn, case: Case, topic: Topic, message: Message) -> None:
    """Pass a message of this group on to the customer."""
    await speak_of(turn, case)
    more = await goes_on(turn, message)
    await pass_message(turn, await way_to_customer(turn, case, turn.chat), message)
    if more:
        # The rest of an album: its first message was the answer.
        return
    turn.send(React(message.id, RECEIPT))
    await human_answers.keep(turn, case, message.text)
    await answered(turn, case, topic)


async def speak_of(turn: Turn, case: Case) -> Conversation:
    """The customer's conversation, once they know who speaks, and of which of their matters."""
    conversation = await turn.session.get_one(Conversation, case.conversation_id)
    if conversation.case_id is None:
        conversation.case_id = case.id
    await introduce(turn, case, conversation)
    return conversation


async def answered(turn: Turn, case: Case, topic: Topic) -> None:
    """A person has spoken to the customer: that keeps what was promised, and their writer gains practice."""
    await colliding.replied(turn, case)
    await emergencies.spoken(turn, case)
    if turn.staff is not None and turn.staff.replies < turn.house.rules.desk.confirm_replies:
        turn.staff.replies += 1
    first = case.answer(turn.now)
    if first:
        turn.record("case.answered", case_id=case.id)
    # A case that changed hands may wait for a first answer though it had one, or for a reply though it
    # counts as unanswered: a person's words are both.
    # While a part is awaited, the customer waits for its coming, not for words.
    kinds = ("first_answer", "reply", *(() if case.waits_for is Waiting.parts else ("news",)))
    if await promises.keep(turn, case, *kinds) or first:
        await turn.show_card(topic)
