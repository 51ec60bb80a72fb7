"""A new answer for an entry: written, shown as customers will read it, and only then published."""

from __future__ import annotations

from typing import Any

from handlers import forms
from handlers.forms import Field, Filled, Form, Kind
from handlers.knowledge.editing import edit_entry, fits_answer
from handlers.knowledge.edits import with_answer
from handlers.knowledge.entries import current
from handlers.knowledge.wording import shortly, title_of
from handlers.question.showing import show_answer
from handlers.turn import Turn
from storage.knowledge import ChangeKind


async def ask_answer(turn: Turn, args: dict[str, Any]) -> None:
    """Show the answer as it is and ask for the new one."""
    entry, language = await current(turn, str(args["entry"])), str(args["language"])
    if entry is None:
        turn.reply("knowledge.gone")
        return
    given = entry.answer_in(language)
    turn.reply(
        "knowledge.answer_now",
        title=title_of(entry, turn.language),
        of=turn.text_of(f"knowledge.language.{language}"),
        text=shortly(given.text) if given.language == language else turn.text_of("knowledge.not_there"),
    )
    await forms.start(turn, ANSWER.name, entry=entry.id, language=language)


async def _written(turn: Turn, filled: Filled) -> None:
    """Show what was written as customers will read it; nothing is changed yet."""
    if not turn.is_manager:
        turn.reply("router.manager_only")
        return
    about, text = filled.sheet.about, filled.text("answer")
    entry_id, language = str(about["entry"]), str(about["language"])
    entry = await current(turn, entry_id)
    if entry is None or not text:
        turn.reply("knowledge.nothing_changed" if entry else "knowledge.gone")
        return
    turn.reply("knowledge.preview", of=turn.text_of(f"knowledge.language.{language}"))
    await show_answer(turn, turn.conversation, language, with_answer(entry, language, text))
    known: dict[str, Any] = {"entry": entry_id, "language": language}
    turn.reply(
        "knowledge.publish_it",
        buttons=(
            (
                turn.button(
                    turn.text_of("knowledge.button.publish_it"),
                    "knowledge.publish_answer",
                    "managers",
                    text=text,
                    **known,
                ),
            ),
            (
                turn.button(
                    turn.text_of("knowledge.button.write_again"), "knowledge.answer", "managers", **known
                ),
                turn.button(turn.text_of("knowledge.button.leave"), "knowledge.leave", "managers"),
            ),
        ),
    )


async def publish(turn: Turn, args: dict[str, Any]) -> None:
    """The answer that was shown is the entry's from now on."""
    language, text = str(args["language"]), str(args["text"])
    await edit_entry(
        turn,
        str(args["entry"]),
        ChangeKind.answer_edited,
        lambda entry: with_answer(entry, language, text),
    )


async def leave(turn: Turn, args: dict[str, Any]) -> None:
    """What was written is not used."""
    turn.reply("knowledge.left")


ANSWER = forms.declare(
    Form(
        name="faq_answer",
        version=1,
        title="knowledge.form.answer_title",
        fields=(
            Field(
                "answer",
                Kind.text,
                ask="knowledge.form.answer",
                label="knowledge.form.answer_label",
                check=fits_answer,
            ),
        ),
        submit=_written,
        review=False,
        quotes=True,
    )
)
