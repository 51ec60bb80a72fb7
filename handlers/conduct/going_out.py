"""Passing on what was held up, wherever its writer decided it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.desk.edits import show_edit
from handlers.desk.passing import answered, speak_of
from handlers.desk.relaying import pass_together, way_to_customer
from handlers.desk.relays import RECEIPT
from handlers.knowledge import human_answers
from handlers.turn import Turn
from storage.account import Chat, Conversation
from storage.case import Case
from storage.inbound import Message
from storage.outbound import React
from storage.topic import Topic


async def go_out(
    turn: Turn, case: Case, topic: Topic, place: Conversation, groups: Sequence[Sequence[Message]]
) -> None:
    """The customer gets it as if it had just been written. The case must be locked."""
    source = await turn.session.get_one(Chat, place.chat_id)
    fresh = [messages for messages in groups if not messages[0].edited]
    if fresh:
        await speak_of(turn, case)
    for messages in groups:
        if messages[0].edited:
            await show_edit(turn, source.id, messages[0])
        else:
            await pass_together(turn, await way_to_customer(turn, case, source), messages)
            await human_answers.keep(turn, case, messages[0].text)
        await turn.owe_chat(place, React(messages[0].id, RECEIPT))
    if fresh:
        await answered(turn, case, topic)
