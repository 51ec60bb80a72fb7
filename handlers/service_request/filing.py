"""From a filled form to the case of a service request."""

from __future__ import annotations

from handlers import desk
from handlers.forms import Filled, files_of
from handlers.forms.filing import messages_of, reach_of, summary_of, tell_number, words_of
from handlers.forms.pieces import SHOWN_AS_THEY_ARE
from handlers.turn import Turn
from storage.case import CaseKind, Urgency

URGENCIES = ("urgent", "normal")
WARRANTIES = ("yes", "no", "unknown")
TIMES = ("soon", "morning", "afternoon", "evening")


async def file_request(turn: Turn, filled: Filled) -> None:
    """Open the case: agents see the fault; number and address are kept where only their duty shows them."""
    language = turn.house.default_language
    warranty = filled.code("warranty")
    lines = [
        words_of(turn, filled, "what"),
        _line(turn, "product", words_of(turn, filled, "product")),
        _line(turn, "when", _time(turn, filled)),
        _line(turn, "under_warranty", turn.say(language, f"service.warranty.{warranty}") if warranty else ""),
    ]
    urgent = filled.code("urgency") == "urgent"
    case = await desk.open_case(
        turn,
        kind=CaseKind.service_request,
        person=turn.person,
        conversation=turn.conversation,
        summary=summary_of(turn, filled, "\n".join(filter(None, lines))),
        urgency=Urgency.urgent if urgent else Urgency.normal,
        contact=" · ".join(filter(None, (words_of(turn, filled, "phone"), words_of(turn, filled, "place")))),
        evidence=files_of(filled.pieces),
        copies=messages_of(filled, "what"),
        reach=reach_of(filled, "phone", "place", kinds=SHOWN_AS_THEY_ARE),
    )
    await tell_number(turn, filled, case, f"service.received.{'free' if warranty == 'yes' else 'price'}")


def _line(turn: Turn, label: str, words: str) -> str:
    if not words:
        return ""
    return turn.say(
        turn.house.default_language,
        "service.line",
        label=turn.say(turn.house.default_language, f"service.{label}"),
        words=words,
    )


def _time(turn: Turn, filled: Filled) -> str:
    when = filled.code("when")
    if when in TIMES:
        return turn.say(turn.house.default_language, f"call_back.times.{when}")
    return words_of(turn, filled, "when")
