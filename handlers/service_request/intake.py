"""The form for a service request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers import forms
from handlers.forms import Field, Form, Given, Kind
from handlers.incidents.pausing import told_first
from handlers.service_request.filing import TIMES, URGENCIES, WARRANTIES, file_request
from handlers.turn import Turn

_DOOR = re.compile(r"\d|[零〇一二三四五六七八九十百]\s*[号號室楼栋幢层座户门]|单元", re.IGNORECASE)
"""A number of a house, a floor or a door, as written in either language."""


def _urgencies(turn: Turn) -> Sequence[tuple[str, str]]:
    return [(code, turn.text_of(f"service.urgency.{code}")) for code in URGENCIES]


def _warranties(turn: Turn) -> Sequence[tuple[str, str]]:
    return [(code, turn.text_of(f"service.warranty.{code}")) for code in WARRANTIES]


def _times(turn: Turn) -> Sequence[tuple[str, str]]:
    return [(time, turn.text_of(f"call_back.times.{time}")) for time in TIMES]


async def _last_line(turn: Turn, given: Given) -> str | None:
    """An address without a house or a door is asked to be completed, once: nobody finds it."""
    return None if not given.text or _DOOR.search(given.text) else "service.last_line"


SERVICE = forms.declare(
    Form(
        name="service",
        version=1,
        title="service.title",
        fields=(
            Field("what", Kind.text, ask="service.ask_what", label="service.what"),
            Field("product", Kind.text, ask="service.ask_product", label="service.product", skippable=True),
            Field(
                "urgency",
                Kind.choice,
                ask="service.ask_urgency",
                label="service.how_urgent",
                options=_urgencies,
            ),
            Field("evidence", Kind.evidence, ask="service.ask_evidence", label="complaint.evidence"),
            Field(
                "place",
                Kind.text,
                ask="service.ask_place",
                label="service.place",
                skippable=True,
                check=_last_line,
                adds_up=True,
            ),
            Field("when", Kind.time, ask="service.ask_when", label="service.when", options=_times),
            Field(
                "warranty",
                Kind.choice,
                ask="service.ask_warranty",
                label="service.under_warranty",
                options=_warranties,
            ),
            Field(
                "phone",
                Kind.phone,
                ask="service.ask_phone",
                label="complaint.phone",
                own=True,
                known=lambda turn: turn.person.phone,
            ),
        ),
        submit=file_request,
        ends_in_case=True,
        pauses=told_first,
    )
)


async def request_service(turn: Turn) -> None:
    """Take a service request."""
    await forms.start(turn, SERVICE.name)
