"""Looking at an entry: its card with everything that can be done, and how customers see it."""

from __future__ import annotations

from typing import Any

from babel.dates import format_datetime

from faq import Entry
from handlers.knowledge.changing import last_change, standing_change
from handlers.knowledge.entries import current
from handlers.knowledge.wording import LANGUAGES, shortly, title_of
from handlers.question.showing import show_answer
from handlers.turn import Turn
from storage.knowledge import KnowledgeChange
from storage.outbound import Button, Buttons, SendText
from storage.person import Person

_WHEN = {"en": "d MMM, HH:mm", "zh": "M月d日 HH:mm"}


async def show_card(turn: Turn, entry_id: str) -> None:
    """Show an entry to a manager, with what can be done with it."""
    entry = await current(turn, entry_id)
    if entry is None:
        turn.reply("knowledge.gone")
        return
    change = await last_change(turn.session, entry_id)
    lines = [
        turn.text_of(
            "knowledge.card",
            title=title_of(entry, turn.language),
            id=entry.id,
            state=turn.text_of(f"knowledge.state.{'hidden' if entry.hidden else 'shown'}"),
            count=len(list(entry.phrasings())),
        )
    ]
    for language in LANGUAGES:
        given = entry.answer_in(language)
        text = shortly(given.text) if given.language == language else turn.text_of("knowledge.not_there")
        name = turn.text_of(f"knowledge.language.{language}")
        lines.append(turn.text_of("knowledge.card_answer", of=name, text=text))
    if entry.attachments:
        lines.append(turn.text_of("knowledge.card_files", count=len(entry.attachments)))
    if change is not None:
        lines.append(turn.text_of("knowledge.card_change", change=await change_in_words(turn, change)))
    standing = await standing_change(turn.session, entry_id)
    turn.send(SendText("\n\n".join(lines), _buttons(turn, entry, standing)))


def _buttons(turn: Turn, entry: Entry, change: KnowledgeChange | None) -> Buttons:
    def press(name: str, **args: Any) -> Button:
        label = turn.text_of(f"knowledge.button.{name}")
        return turn.button(label, f"knowledge.{name}", "managers", entry=entry.id, **args)

    answers = tuple(
        turn.button(
            turn.text_of("knowledge.button.answer", of=turn.text_of(f"knowledge.language.{language}")),
            "knowledge.answer",
            "managers",
            entry=entry.id,
            language=language,
        )
        for language in LANGUAGES
    )
    rows: list[tuple[Button, ...]] = [
        answers,
        (press("add_wording"), press("wordings")),
        (press("files"), press("preview")),
        (press("publish" if entry.hidden else "hide"),),
    ]
    if change is not None:
        rows.append((undo_button(turn, change),))
    return tuple(rows)


def undo_button(turn: Turn, change: KnowledgeChange) -> Button:
    """Takes a change back, as long as no other came after it."""
    return turn.button(turn.text_of("knowledge.button.undo"), "knowledge.undo", "managers", change=change.id)


async def change_in_words(scene: Turn, change: KnowledgeChange) -> str:
    """What was done, by whom and when."""
    person = await scene.session.get(Person, change.person_id) if change.person_id else None
    at = change.at.astimezone(scene.house.zone)
    return scene.text_of(
        "knowledge.change_line",
        what=scene.text_of(f"knowledge.change.{change.kind.value}"),
        who=person.name if person else "—",
        when=format_datetime(at, _WHEN[scene.language], locale=scene.language),
    )


async def preview(turn: Turn, args: dict[str, Any]) -> None:
    """The entry as customers see it, in both languages."""
    entry = await current(turn, str(args["entry"]))
    if entry is None:
        turn.reply("knowledge.gone")
        return
    await preview_of(turn, entry)


async def preview_of(turn: Turn, entry: Entry) -> None:
    """Show an entry in each language, exactly as it is told."""
    for language in LANGUAGES:
        turn.reply("knowledge.preview", of=turn.text_of(f"knowledge.language.{language}"))
        await show_answer(turn, turn.conversation, language, entry)
