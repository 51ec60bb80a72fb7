"""A new entry by a short form: how customers ask, the answer, and the answer in the other language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faq import Entry
from faq.entry import script_of
from handlers import forms
from handlers.forms import Field, Filled, Form, Kind
from handlers.knowledge import changing
from handlers.knowledge.editing import elsewhere, fit_wordings, fits_answer, lines_of, tell_done
from handlers.knowledge.looking import preview_of
from handlers.turn import Turn


async def new_entry(turn: Turn) -> None:
    """Begin with an empty form."""
    await forms.start(turn, NEW.name)


async def begin(turn: Turn, args: dict[str, Any]) -> None:
    """The same, by a button."""
    await new_entry(turn)


def entry_from(entry_id: str, wordings: Sequence[str], answers: Sequence[str]) -> Entry:
    """An entry of plain words; their languages are those they are written in."""
    questions: dict[str, list[str]] = {}
    for text in wordings:
        questions.setdefault(script_of(text), []).append(text)
    return Entry(entry_id, questions, {script_of(text): text for text in reversed(answers) if text})


async def _create(turn: Turn, filled: Filled) -> None:
    if not turn.is_manager:
        turn.reply("router.manager_only")
        return
    wordings = lines_of(filled.text("wording"))
    answers = [filled.text("answer"), filled.text("translation")]
    settles = filled.sheet.about.get("settles")
    await changing.locked_state(turn.session)
    if settles and not await changing.is_open(turn.session, settles):
        settles = None
    change = await changing.create(
        turn, turn.person, lambda entry_id: entry_from(entry_id, wordings, answers), settles=settles
    )
    await tell_done(turn, change, await elsewhere(turn, change.entry, wordings))
    await preview_of(turn, entry_from(change.entry, wordings, answers))


NEW = forms.declare(
    Form(
        name="faq_entry",
        version=1,
        title="knowledge.form.new_title",
        fields=(
            Field(
                "wording",
                Kind.text,
                ask="knowledge.form.new_wording",
                label="knowledge.form.wording_label",
                check=fit_wordings,
            ),
            Field(
                "answer",
                Kind.text,
                ask="knowledge.form.new_answer",
                label="knowledge.form.answer_label",
                check=fits_answer,
            ),
            Field(
                "translation",
                Kind.text,
                ask="knowledge.form.translation",
                label="knowledge.form.translation_label",
                check=fits_answer,
                skippable=True,
            ),
        ),
        submit=_create,
        quotes=True,
    )
)
