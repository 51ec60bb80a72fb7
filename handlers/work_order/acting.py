"""Who may act on a work, and how they are answered: by a button's words, or in the topic after a command."""

from __future__ import annotations

from typing import Any

from handlers import promises
from handlers.desk.ending import case_to_act_on
from handlers.desk.passing import answered
from handlers.naming import staff_mention
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from handlers.turn import Turn
from handlers.work_order.money import in_money
from storage.account import Chat, Conversation
from storage.appointment import Appointment
from storage.case import Case, CaseState
from storage.outbound import SendText
from storage.work_order import WorkOrder

WORKED_ON = (CaseState.taken, CaseState.reopened)
SETTLED = (*WORKED_ON, CaseState.resolved, CaseState.closed)
"""Bills may be written and paid when all else is over."""


async def case_at_work(
    turn: Turn, args: dict[str, Any], states: tuple[CaseState, ...] = WORKED_ON
) -> Case | None:
    """The case in one of the states, if the sender owns it or leads its department; else they hear why."""
    case = await case_to_act_on(turn, args)
    if case is None:
        if turn.press is None:
            respond(turn, "work.not_yours")
        return None
    if case.state not in states:
        respond(turn, f"desk.press.is_{case.state.value}")
        return None
    return case


def respond(turn: Turn, key: str, **values: object) -> None:
    """Answer whoever pressed; answer a command beneath it, in the language of the house."""
    if turn.press is not None:
        turn.answer(key, alert=True, **values)
        return
    message = turn.message.id if turn.message else None
    turn.send(SendText(turn.say(turn.house.default_language, key, **values), reply_to=message))


async def ask_customer(turn: Turn, case: Case) -> None:
    """A person has written to the customer and needs their word: a promise is kept, the time waits."""
    topic = await turn.topic_of(case.id)
    if topic is not None:
        await answered(turn, case, topic)
    await promises.pause(turn, case)
    if topic is not None:
        await turn.show_card(topic)


async def owner(scene: Scene, case: Case) -> str:
    """Whom agents' reminders call: the owner by name, or all."""
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    account_id = (await scene.session.get_one(Chat, conversation.chat_id)).account_id
    name = await staff_mention(scene.session, case.owner_id, account_id)
    return name or scene.say(scene.house.default_language, "work.agents.all")


def when(scene: Scene, appointment: Appointment, language: str) -> str:
    """The time of an appointment in words."""
    return in_local_words(appointment.starts_at, scene.now, scene.house.zone, language)


def price(order: WorkOrder, language: str) -> str:
    """What was offered, in words of the reader's language."""
    return in_money(order.price or 0, order.currency, language)
