"""One question to a customer whom no proposed time suits: when would?"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.desk.relays import locked_case
from handlers.forms import Field, Filled, Form, Kind, declare
from handlers.turn import Turn
from handlers.work_order.proposing import wish
from storage.case import WAITING_FOR_US

TIMES = ("morning", "afternoon", "evening")


def _times(turn: Turn) -> Sequence[tuple[str, str]]:
    return [(time, turn.text_of(f"call_back.times.{time}")) for time in TIMES]


async def _wished(turn: Turn, filled: Filled) -> None:
    case = await locked_case(turn.session, int(filled.sheet.about["case_id"]))
    if case.state not in WAITING_FOR_US:
        turn.reply("desk.customer.closed_already", number=case.number)
        return
    code = filled.code("time")
    said = turn.say(turn.house.default_language, f"call_back.times.{code}") if code else filled.text("time")
    await wish(turn, case, said)


VISIT_TIME = declare(
    Form(
        name="visit_time",
        version=1,
        title="work.visit_time.title",
        fields=(
            Field(
                "time",
                Kind.either,
                ask="work.visit_time.ask",
                label="work.visit_time.title",
                options=_times,
                skippable=True,
            ),
        ),
        submit=_wished,
        review=False,
    )
)
