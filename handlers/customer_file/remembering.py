"""Preferences in a colleague's own words: what answers the panel that asked for them."""

from __future__ import annotations

from handlers.customer_file.opening import opened
from handlers.customer_file.panel import panel
from handlers.customer_file.rights import may_change
from handlers.customer_file.setting import set_value
from handlers.customer_file.waiting import expected, forget
from handlers.desk.notes import NOTED, keep_note
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Edit, React, SendText

MOST = 300


async def remembered(turn: Turn) -> bool:
    """Keep the words if they answer a panel that asked for them. False if the message does not."""
    message = turn.message
    if message is None or message.reply_to is None or turn.staff is None:
        return False
    case_id = expected(turn, message.reply_to)
    if case_id is None:
        return False
    case = await turn.session.get_one(Case, case_id)
    if not await may_change(turn, case, "preferences"):
        return False
    await keep_note(turn, case.id, turn.chat.id, message.id)
    language = turn.house.default_language
    words = " ".join(turn.text.split())
    refusal = "words_only" if not words else "too_long" if len(words) > MOST else None
    if refusal is not None:
        said = turn.say(language, f"customer_file.{refusal}", most=MOST)
        turn.send(SendText(said, reply_to=message.id, silent=True))
        return True
    await set_value(turn, case, await opened(turn, case), "preferences", words)
    forget(turn, message.reply_to)
    turn.send(React(message.id, NOTED))
    turn.send(Edit(message.reply_to, *await panel(turn, case)))
    return True
