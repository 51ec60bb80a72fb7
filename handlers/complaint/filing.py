"""From a filled form to the case of a complaint or a suggestion."""

from __future__ import annotations

from handlers import desk
from handlers.forms import Filled, files_of
from handlers.forms.filing import details_of, messages_of, reach_of, summary_of, tell_number, words_of
from handlers.turn import Turn
from storage.case import CaseKind

BY_PHONE = ("phone", "phone_morning", "phone_afternoon", "phone_evening")
"""At any time, or at a time of day."""


async def file_complaint(turn: Turn, filled: Filled) -> None:
    """Open the case of a complaint; a customer who chose so in the list has made a suggestion."""
    category = filled.code("category")
    if category == "suggestion":
        await _file(turn, filled, CaseKind.suggestion, "")
    else:
        await _file(turn, filled, CaseKind.complaint, category)


async def file_suggestion(turn: Turn, filled: Filled) -> None:
    """Open the case of a suggestion."""
    await _file(turn, filled, CaseKind.suggestion, "")


async def _file(turn: Turn, filled: Filled, kind: CaseKind, category: str) -> None:
    case = await desk.open_case(
        turn,
        kind=kind,
        person=turn.person,
        conversation=turn.conversation,
        summary=summary_of(turn, filled, words_of(turn, filled, "what")),
        category=category,
        contact=_contact(turn, filled),
        details=details_of(turn, filled, "wish", "product", "happened", "reach"),
        evidence=files_of(filled.pieces),
        copies=messages_of(filled, "what"),
        reach=reach_of(filled, "phone"),
    )
    await tell_number(turn, filled, case, f"complaint.received.{kind.value}")


def _contact(turn: Turn, filled: Filled) -> str:
    """How the customer wishes to be reached: a number, or here."""
    if filled.code("reach") in BY_PHONE and (number := words_of(turn, filled, "phone")):
        return number
    return turn.say(turn.house.default_language, "complaint.by_chat")
