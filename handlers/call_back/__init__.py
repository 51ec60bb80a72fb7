"""Call me back: a number and a time, and a colleague rings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import select

from handlers import desk, forms
from handlers.forms import Field, Filled, Form, Kind, files_of
from handlers.forms.filing import messages_of, reach_of, summary_of, tell_number, words_of
from handlers.pleas.pleading import plead
from handlers.turn import Turn
from storage.case import WAITING_FOR_US, Case, CaseKind
from storage.plea import PleaKind

__all__ = ["ACTIONS", "CALL_BACK", "GO"]

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
    """Ask for number and time. Who asks again, and was not rung yet, presses for the call they asked for."""
    standing = await _asked_before(turn)
    if standing is None or turn.draft is not None:
        await forms.start(turn, CALL_BACK.name)
        return
    await plead(turn, standing, PleaKind.hurry)
    turn.reply("call_back.again", buttons=((turn.choice("call_back.button.another", "call_back.another"),),))


async def _asked_before(turn: Turn) -> int | None:
    """The newest call they asked for that no person has answered."""
    wanted = turn.say(turn.house.default_language, "call_back.wanted")
    found: int | None = await turn.session.scalar(
        select(Case.id)
        .where(
            Case.person_id == turn.person.id,
            Case.kind == CaseKind.inquiry,
            Case.state.in_(WAITING_FOR_US),
            Case.answered_at.is_(None),
            Case.summary.startswith(wanted, autoescape=True),
        )
        .order_by(Case.id.desc())
        .limit(1)
    )
    return found


async def another(turn: Turn, args: dict[str, Any]) -> None:
    """A call about something else."""
    turn.answer()
    await forms.start(turn, CALL_BACK.name)


GO: dict[str, Callable[[Turn], Awaitable[None]]] = {"call_back": call_back}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {"call_back.another": another}
