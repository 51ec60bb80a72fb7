"""Words the bot holds ready, sent to a customer in an agent's name by one press."""

from __future__ import annotations

from typing import Any

from handlers.desk.passing import answered, speak_of
from handlers.desk.relays import copies_of, locked_case, relay_subject
from handlers.desk.withholding import unsent
from handlers.desk.writers import writes
from handlers.naming import staff_name
from handlers.texts import split_text
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Edit, SendText


async def case_to_write_in(turn: Turn, args: dict[str, Any]) -> Case | None:
    """The case of a pressed button if the presser writes to its customer; else they are told how to."""
    case = await locked_case(turn.session, int(args["case"]))
    if not case.is_open:
        turn.answer("desk.press.is_closed", alert=True)
    elif case.owner_id is None:
        turn.answer("desk.press.take_first", alert=True)
    elif turn.staff is None or not await writes(turn, case, turn.staff.id):
        turn.answer("desk.press.join_first", alert=True)
    else:
        return case
    return None


async def say_for(turn: Turn, case: Case, words: str) -> bool:
    """Send words to the customer. The message whose button was pressed becomes their counterpart here.

    The case must be locked. False if a press before this one has sent them: they are said once.
    """
    topic = await turn.topic_of(case.id)
    if topic is None or turn.press is None or turn.press.message is None or turn.staff is None:
        return False
    shown = turn.press.message
    if await _said(turn, shown):
        turn.answer("desk.press.sent")
        return False
    conversation = await speak_of(turn, case)
    subject = relay_subject(case.id, turn.chat.id, (shown,), conversation.chat_id)
    for part in split_text(words):
        await turn.owe_chat(conversation, SendText(part), subject=subject)
    name = await staff_name(turn.session, turn.staff.id)
    turn.send(Edit(shown, turn.say(turn.house.default_language, "desk.said", name=name, words=words)))
    turn.answer("desk.press.sent")
    await answered(turn, case, topic)
    return True


async def _said(turn: Turn, shown: str) -> bool:
    """Whether the words of a message here went to the customer, or are about to."""
    owed = [row["subject"] or {} for row in turn.effects.owed]
    just_now = any(
        one.get("kind") == "relay" and one["from_chat"] == turn.chat.id and shown in one["from_messages"]
        for one in owed
    )
    return (
        just_now
        or bool(await unsent(turn, [shown]))
        or bool(await copies_of(turn.session, turn.chat.id, shown))
    )
