"""Call me back: a number and a time, and a colleague rings."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import desk, forms
from handlers.forms import Field, Filled, Form, Kind, files_of
from handlers.forms.filing import messages_of, reach_of, summary_of, tell_number, words_of
from handlers.turn import Turn
from storage.case import CaseKind

__all__ = ["CALL_BACK", "GO"]

TIMES = ("soon", "morning", "afternoon", "evening")


def _times(turn: Turn) -> Sequence[tuple[str, str]]:
    return [(time, turn.text_of(f"call_back.times.{time}")) for time in TIMES]


async def _open(turn: Turn, filled: Filled) -> None:
    language = turn.house.default_language
    when, why = filled.code("when"), filled.text("why")
    time = turn.say(language, f"call_back.times.{when}") if when in TIMES else words_of(turn, filled, "when")
    lines = [
        turn.say(language, "call_back.wanted"),
        turn.say(language, "call_back.best_time", time=time) if time else "",
        why,
    ]
    case = await desk.open_case(
        turn,
        kind=CaseKind.inquiry,
        person=turn.person,
        conversation=turn.conversation,
        summary=summary_of(turn, filled, "\n".join(filter(None, lines))),
        contact=words_of(turn, filled, "phone"),
        evidence=files_of(filled.pieces),
        copies=messages_of(filled, "why"),
        reach=reach_of(filled, "phone"),
    )
    await tell_number(turn, filled, case, "call_back.received")


CALL_BACK = forms.declare(
    Form(
        name="call_back",
        version=1,
        title="call_back.title",
        fields=(
            Field(
                "phone",
                Kind.phone,
                ask="call_back.ask_phone",
                label="call_back.phone",
                own=True,
                known=lambda turn: turn.person.phone,
            ),
            Field("when", Kind.time, ask="call_back.ask_when", label="call_back.when", options=_times),
            Field("why", Kind.text, ask="call_back.ask_why", label="call_back.why", skippable=True),
        ),
        submit=_open,
        ends_in_case=True,
    )
)


async def call_back(turn: Turn) -> None:
    """Ask for number and time."""
    await forms.start(turn, CALL_BACK.name)


GO = {"call_back": call_back}
