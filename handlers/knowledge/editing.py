"""Editing an entry in the chat: its wordings, whether customers see it, and undoing all that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faq import Entry
from faq.normal import canonical
from handlers import forms
from handlers.forms import Field, Filled, Form, Given, Kind
from handlers.knowledge import changing
from handlers.knowledge.edits import with_visibility, with_wordings, without_wording
from handlers.knowledge.entries import all_entries, current, entry_of
from handlers.knowledge.looking import undo_button
from handlers.knowledge.wording import title_of
from handlers.texts.splitting import units
from handlers.turn import Turn
from storage.knowledge import ChangeKind, KnowledgeChange

LONGEST_ANSWER = 3500
LONGEST_WORDING = 200
MOST_WORDINGS = 10
SHOWN_WORDINGS = 20


async def fits_answer(turn: Turn, given: Given) -> str | None:
    """Whether an answer fits into one message."""
    return "knowledge.too_long" if units(given.text) > LONGEST_ANSWER else None


async def fit_wordings(turn: Turn, given: Given) -> str | None:
    """Whether these lines can be wordings."""
    lines = lines_of(given.text)
    if len(lines) > MOST_WORDINGS:
        return "knowledge.too_many_wordings"
    if any(len(line) > LONGEST_WORDING for line in lines):
        return "knowledge.wording_too_long"
    return None if lines and all(canonical(line) for line in lines) else "knowledge.no_wording"


def lines_of(text: str) -> list[str]:
    """A wording for each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


async def ask_wording(turn: Turn, args: dict[str, Any]) -> None:
    """Ask for further wordings."""
    entry = await current(turn, str(args["entry"]))
    if entry is None:
        turn.reply("knowledge.gone")
        return
    await forms.start(turn, WORDING.name, entry=entry.id)


async def wordings(turn: Turn, args: dict[str, Any]) -> None:
    """Show the wordings, each with a button to take it away."""
    entry = await current(turn, str(args["entry"]))
    if entry is None:
        turn.reply("knowledge.gone")
        return
    begin = int(args.get("begin", 0))
    texts = [text for _, text in entry.phrasings()]
    shown = texts[begin : begin + SHOWN_WORDINGS]
    rows = [
        (turn.button(f"✖️ {text[:50]}", "knowledge.drop_wording", "managers", entry=entry.id, wording=text),)
        for text in shown
    ]
    if begin + SHOWN_WORDINGS < len(texts):
        more = turn.button(
            turn.text_of("knowledge.button.more"),
            "knowledge.wordings",
            "managers",
            entry=entry.id,
            begin=begin + SHOWN_WORDINGS,
        )
        rows.append((more,))
    turn.reply("knowledge.wordings", title=title_of(entry, turn.language), buttons=tuple(rows))


async def drop_wording(turn: Turn, args: dict[str, Any]) -> None:
    """Take one wording away; the last one stays, for without it nobody finds the entry."""
    wording = str(args["wording"])

    def without(entry: Entry) -> Entry:
        return without_wording(entry, wording) if len(list(entry.phrasings())) > 1 else entry

    await edit_entry(turn, str(args["entry"]), ChangeKind.wording_removed, without, "knowledge.last_wording")


async def hide(turn: Turn, args: dict[str, Any]) -> None:
    """Customers do not get this entry any more."""
    await edit_entry(
        turn, str(args["entry"]), ChangeKind.hidden, lambda entry: with_visibility(entry, hidden=True)
    )


async def publish(turn: Turn, args: dict[str, Any]) -> None:
    """Customers get this entry (again)."""
    await edit_entry(
        turn, str(args["entry"]), ChangeKind.published, lambda entry: with_visibility(entry, hidden=False)
    )


async def undo(turn: Turn, args: dict[str, Any]) -> None:
    """Take a change back."""
    change, why_not = await changing.undo(turn, turn.person, int(args["change"]))
    if change is None:
        turn.reply(f"knowledge.not_undone.{why_not}")
        return
    entry, before = await current(turn, change.entry), entry_of(change.before)
    named = entry or before
    turn.reply(
        "knowledge.done.undone" if entry else "knowledge.done.undone_new",
        title=title_of(named, turn.language) if named else change.entry,
        buttons=((undo_button(turn, change),),),
    )


async def edit_entry(
    turn: Turn,
    entry_id: str,
    kind: ChangeKind,
    edit: changing.Edit,
    otherwise: str = "knowledge.nothing_changed",
) -> None:
    """Edit an entry and say so, with the way back; `otherwise` is said if that changes nothing."""
    change = await changing.change(turn, turn.person, entry_id, kind, edit)
    if change is None:
        turn.reply(otherwise)
        return
    await tell_done(turn, change)


async def tell_done(turn: Turn, change: KnowledgeChange, note: str = "") -> None:
    """Say what was done, with the way back."""
    entry = entry_of(change.after) or turn.house.in_file.get(change.entry)
    title = title_of(entry, turn.language) if entry else change.entry
    open_it = turn.button(
        turn.text_of("knowledge.button.open"), "knowledge.open", "managers", entry=change.entry
    )
    turn.reply(
        f"knowledge.done.{change.kind.value}",
        title=title + note,
        buttons=((undo_button(turn, change), open_it),),
    )


async def elsewhere(turn: Turn, entry_id: str, texts: Sequence[str]) -> str:
    """A note naming another entry that has one of these wordings word for word."""
    said = {canonical(text) for text in texts}
    for entry in (await all_entries(turn)).values():
        if entry.id != entry_id and any(canonical(text) in said for _, text in entry.phrasings()):
            return "\n\n" + turn.text_of("knowledge.also_there", title=title_of(entry, turn.language))
    return ""


async def _new_wordings(turn: Turn, filled: Filled) -> None:
    if not turn.is_manager:
        turn.reply("router.manager_only")
        return
    entry_id, texts = str(filled.sheet.about["entry"]), lines_of(filled.text("wording"))
    change = await changing.change(
        turn, turn.person, entry_id, ChangeKind.wording_added, lambda entry: with_wordings(entry, texts)
    )
    if change is None:
        turn.reply("knowledge.known_wording")
        return
    await tell_done(turn, change, await elsewhere(turn, entry_id, texts))


WORDING = forms.declare(
    Form(
        name="faq_wording",
        version=1,
        title="knowledge.form.wording_title",
        fields=(
            Field(
                "wording",
                Kind.text,
                ask="knowledge.form.wording",
                label="knowledge.form.wording_label",
                check=fit_wordings,
            ),
        ),
        submit=_new_wordings,
        review=False,
        quotes=True,
    )
)
