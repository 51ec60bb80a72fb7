"""The short forms behind the buttons: a new incident, its news, its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers import forms
from handlers.forms import Field, Filled, Form, Kind
from handlers.incidents import managing
from handlers.incidents.reading import split_words
from handlers.turn import Turn
from storage.incident import Incident
from storage.major import MajorMatter

_LATER = tuple(timedelta(minutes=minutes) for minutes in (30, 60, 120, 240, 1440))


def _times(turn: Turn) -> Sequence[tuple[str, str]]:
    usual = turn.house.rules.incidents.next_news
    minutes = [int(length.total_seconds()) // 60 for length in sorted({usual, *_LATER})]
    return [(str(one), _in_words(turn, one)) for one in minutes]


def _in_words(turn: Turn, minutes: int) -> str:
    if minutes % 60:
        return turn.text_of("incidents.in_minutes", count=minutes)
    return turn.text_of("incidents.in_hours", count=minutes // 60)


_NEXT = Field("next", Kind.choice, ask="incidents.ask_next", label="incidents.next_label", options=_times)


async def _open(turn: Turn, filled: Filled) -> None:
    if await _may(turn):
        matter_id = filled.sheet.about.get("matter")
        if matter_id is not None and await _opened(turn, matter_id):
            turn.reply("incidents.opened_already")
            return
        words = split_words(filled.text("key_words"))
        await managing.open_one(turn, filled.text("words"), words, _when(turn, filled), matter_id)


async def _write(turn: Turn, filled: Filled) -> None:
    if await _may(turn):
        await managing.write_news(
            turn, int(filled.sheet.about["incident"]), filled.text("news"), _when(turn, filled)
        )


async def _end(turn: Turn, filled: Filled) -> None:
    if await _may(turn):
        await managing.end(turn, int(filled.sheet.about["incident"]), filled.text("words"))


async def _may(turn: Turn) -> bool:
    """They may have ceased to be a manager while the form lay open."""
    if not turn.is_manager:
        turn.reply("router.manager_only")
    return turn.is_manager


def _when(turn: Turn, filled: Filled) -> Any:
    return turn.now + timedelta(minutes=int(filled.code("next")))


async def _opened(turn: Turn, matter_id: int) -> bool:
    found = await turn.session.scalar(
        select(Incident.id).where(Incident.matter_id == matter_id, Incident.ended_at.is_(None)).limit(1)
    )
    return found is not None


OPEN = forms.declare(
    Form(
        name="incident",
        version=1,
        title="incidents.title",
        fields=(
            Field("words", Kind.text, ask="incidents.ask_words", label="incidents.words_label"),
            Field(
                "key_words",
                Kind.text,
                ask="incidents.ask_key_words",
                label="incidents.key_words_label",
                skippable=True,
            ),
            _NEXT,
        ),
        submit=_open,
        quotes=True,
    )
)
NEWS = forms.declare(
    Form(
        name="incident_news",
        version=1,
        title="incidents.news_title",
        fields=(
            Field("news", Kind.text, ask="incidents.ask_news", label="incidents.news_label"),
            _NEXT,
        ),
        submit=_write,
        quotes=True,
    )
)
END = forms.declare(
    Form(
        name="incident_end",
        version=1,
        title="incidents.end_title",
        fields=(
            Field("words", Kind.text, ask="incidents.ask_end", label="incidents.end_label", skippable=True),
        ),
        submit=_end,
        quotes=True,
    )
)


async def from_matter(turn: Turn, args: dict[str, Any]) -> None:
    """Open an incident from a major matter's alert; the words of its category are key words at once."""
    if not turn.is_manager:
        turn.answer("router.manager_only", alert=True)
        return
    matter = await turn.session.get_one(MajorMatter, int(args["matter"]))
    if await _opened(turn, matter.id):
        turn.answer("incidents.opened_already", alert=True)
        return
    known = {}
    if words := turn.house.category_words.get(matter.category, ()):
        known["key_words"] = ", ".join(words)
    await forms.start(turn, OPEN.name, matter=matter.id, **known)


async def news(turn: Turn, args: dict[str, Any]) -> None:
    """Write news, by the button."""
    await _about(turn, NEWS, args)


async def end(turn: Turn, args: dict[str, Any]) -> None:
    """End an incident, by the button."""
    await _about(turn, END, args)


async def _about(turn: Turn, form: Form, args: dict[str, Any]) -> None:
    incident = await turn.session.get_one(Incident, int(args["incident"]))
    if not turn.is_manager:
        turn.answer("router.manager_only", alert=True)
    elif incident.ended_at is not None:
        turn.answer("incidents.not_open", alert=True)
    else:
        await forms.start(turn, form.name, incident=incident.id)
