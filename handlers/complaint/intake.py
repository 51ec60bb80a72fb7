"""The forms for a complaint and for a suggestion."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import forms
from handlers.complaint.filing import BY_PHONE, file_complaint, file_suggestion
from handlers.forms import Asked, Field, Form, Kind
from handlers.forms.sheet import read_sheet
from handlers.incidents.pausing import told_first
from handlers.turn import Turn
from handlers.understanding.mentions import mentions

SUGGESTED = "suggestion"
WISHES = ("refund", "repair", "replacement", "apology", "explanation", "else")
DAYS = ("today", "yesterday", "this_week", "earlier")


def _categories(turn: Turn) -> Sequence[tuple[str, str]]:
    named = [
        (key, names.get(turn.language) or next(iter(names.values()), key))
        for key, names in turn.house.categories.items()
        if key not in ("other", SUGGESTED)
    ]
    if likely := _likely(turn):
        named.sort(key=lambda option: option[0] != likely)
        named[0] = (likely, turn.text_of("complaint.likely", category=named[0][1]))
    return [
        *named,
        ("other", turn.text_of("complaint.other")),
        (SUGGESTED, turn.text_of("complaint.a_suggestion")),
    ]


def _likely(turn: Turn) -> str:
    """The category that the customer's words speak of most, while it is asked; empty if none, or several."""
    if turn.draft is None or turn.draft.field != "category":
        return ""
    what = read_sheet(turn.draft.answers).given.get("what")
    spoken = mentions(what.text if what else "", turn.house.category_words)
    spoken = {key: number for key, number in spoken.items() if key in turn.house.categories}
    most = max(spoken.values(), default=0)
    best = [key for key, number in spoken.items() if number == most]
    return best[0] if len(best) == 1 and best[0] != "other" else ""


def _ways(turn: Turn) -> Sequence[tuple[str, str]]:
    return [(way, turn.text_of(f"complaint.ways.{way}")) for way in ("chat", *BY_PHONE)]


def _wishes(turn: Turn) -> Sequence[tuple[str, str]]:
    return [(wish, turn.text_of(f"complaint.wishes.{wish}")) for wish in WISHES]


def _days(turn: Turn) -> Sequence[tuple[str, str]]:
    return [(day, turn.text_of(f"complaint.days.{day}")) for day in DAYS]


_EVIDENCE = Field("evidence", Kind.evidence, ask="complaint.ask_evidence", label="complaint.evidence")
_REACH = (
    Field("reach", Kind.choice, ask="complaint.ask_reach", label="complaint.reach", options=_ways),
    Field(
        "phone",
        Kind.phone,
        ask="complaint.ask_phone",
        label="complaint.phone",
        own=True,
        known=lambda turn: turn.person.phone,
        only_if=("reach", *BY_PHONE),
    ),
)
_MORE = (
    Field(
        "product",
        Kind.text,
        ask="complaint.ask_product",
        label="complaint.product",
        skippable=True,
        asked=Asked.in_review,
    ),
    Field(
        "happened",
        Kind.either,
        ask="complaint.ask_happened",
        label="complaint.happened",
        options=_days,
        skippable=True,
        asked=Asked.in_review,
    ),
)

COMPLAINT = forms.declare(
    Form(
        name="complaint",
        version=2,
        title="complaint.title",
        fields=(
            Field("what", Kind.text, ask="complaint.ask_what", label="complaint.what"),
            Field(
                "category",
                Kind.choice,
                ask="complaint.ask_category",
                label="complaint.category",
                options=_categories,
            ),
            Field(
                "wish",
                Kind.either,
                ask="complaint.ask_wish",
                label="complaint.wish",
                options=_wishes,
                skippable=True,
                asked=Asked.unless_told,
                unless=("category", SUGGESTED),
            ),
            _EVIDENCE,
            *_REACH,
            *_MORE,
        ),
        submit=file_complaint,
        noted="complaint.noted",
        pauses=told_first,
        ends_in_case=True,
    )
)

SUGGESTION = forms.declare(
    Form(
        name="suggestion",
        version=1,
        title="complaint.suggestion_title",
        fields=(
            Field("what", Kind.text, ask="complaint.ask_suggestion", label="complaint.suggestion"),
            _EVIDENCE,
            *_REACH,
        ),
        submit=file_suggestion,
        ends_in_case=True,
    )
)


async def complain(turn: Turn) -> None:
    """Take a complaint."""
    await forms.start(turn, COMPLAINT.name)


async def suggest(turn: Turn) -> None:
    """Take a suggestion."""
    await forms.start(turn, SUGGESTION.name)
