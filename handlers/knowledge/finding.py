"""/faq: finding an entry by words or id, and everything else a manager does with the base."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from faq import Entry
from faq.normal import canonical
from handlers.knowledge import figures, reviewing
from handlers.knowledge.creating import new_entry
from handlers.knowledge.edits import lacking
from handlers.knowledge.entries import all_entries
from handlers.knowledge.looking import show_card
from handlers.knowledge.wording import LANGUAGES, title_of
from handlers.staff.rights import for_managers
from handlers.turn import Turn
from handlers.understanding.intent import plain
from storage.outbound import Button, Buttons

MOST_FOUND = 6
MOST_LISTED = 8
LEAST_LIKELY = 0.03


@for_managers
async def command(turn: Turn, rest: str) -> None:
    """/faq alone shows the way; a word of ours goes there; anything else is looked for."""
    if not rest:
        await overview(turn)
        return
    place = _place(turn, rest)
    if place is not None:
        await place(turn)
        return
    await search(turn, rest)


def _place(turn: Turn, rest: str) -> Callable[[Turn], Awaitable[None]] | None:
    said = plain(rest)
    texts = turn.house.texts
    for name, place in _PLACES.items():
        for language in texts.languages:
            if said in map(plain, texts.phrases(language, f"knowledge.words.{name}")):
                return place
    return None


async def overview(turn: Turn) -> None:
    """What there is, and how to find and change it."""
    entries = await all_entries(turn)
    hidden = sum(entry.hidden for entry in entries.values())
    untranslated = sum(bool(lacking(entry, LANGUAGES)) for entry in entries.values())
    pending = await reviewing.waiting(turn)
    rows: list[tuple[Button, ...]] = [(_way(turn, "new"), _way(turn, "figures"))]
    if untranslated:
        rows.append((_way(turn, "missing", count=untranslated),))
    if pending:
        rows.append((_way(turn, "review", count=pending),))
    rows.append((_way(turn, "learn"),))
    turn.reply(
        "knowledge.overview",
        count=len(entries),
        hidden=turn.text_of("knowledge.some_hidden", count=hidden) if hidden else "",
        buttons=tuple(rows),
    )


def _way(turn: Turn, name: str, **values: object) -> Button:
    return turn.button(turn.text_of(f"knowledge.button.{name}", **values), f"knowledge.{name}", "managers")


async def search(turn: Turn, words: str) -> None:
    """Show the entry of that id or the only one found, or a choice."""
    entries = await all_entries(turn)
    if words.strip() in entries:
        await show_card(turn, words.strip())
        return
    found = _found(turn, entries, words)
    if not found:
        turn.reply("knowledge.nothing_found", words=words[:60], buttons=((_way(turn, "new"),),))
    elif len(found) == 1:
        await show_card(turn, found[0].id)
    else:
        turn.reply("knowledge.which", buttons=choices(turn, found, "knowledge.open"))


def _found(turn: Turn, entries: dict[str, Entry], words: str) -> list[Entry]:
    """What the matcher takes the words for, then entries that hold them, hidden ones too."""
    likely = [one.id for one in turn.house.faq.rank(words, MOST_FOUND) if one.confidence >= LEAST_LIKELY]
    said = canonical(words) or words.casefold()
    holding = [
        entry.id
        for entry in entries.values()
        if said in entry.id.casefold() or any(said in canonical(text) for _, text in entry.phrasings())
    ]
    names = [name for name in dict.fromkeys([*holding[:MOST_FOUND], *likely]) if name in entries]
    return [entries[name] for name in names[:MOST_FOUND]]


def choices(turn: Turn, entries: list[Entry], kind: str, **args: Any) -> Buttons:
    """A button for each entry."""
    return tuple(
        (
            turn.button(
                f"{'🙈 ' if entry.hidden else ''}{title_of(entry, turn.language)}",
                kind,
                "managers",
                entry=entry.id,
                **args,
            ),
        )
        for entry in entries
    )


async def missing(turn: Turn) -> None:
    """Entries that some customers are answered from in another language."""
    entries = [entry for entry in (await all_entries(turn)).values() if lacking(entry, LANGUAGES)]
    if not entries:
        turn.reply("knowledge.none_missing")
        return
    lines = [
        turn.text_of(
            "knowledge.missing_line",
            title=title_of(entry, turn.language),
            languages=" / ".join(
                turn.text_of(f"knowledge.language.{language}") for language in lacking(entry, LANGUAGES)
            ),
        )
        for entry in entries[:MOST_LISTED]
    ]
    if len(entries) > MOST_LISTED:
        lines.append(turn.text_of("knowledge.and_more", count=len(entries) - MOST_LISTED))
    turn.reply(
        "knowledge.missing",
        lines="\n".join(lines),
        buttons=choices(turn, entries[:MOST_LISTED], "knowledge.open"),
    )


async def open_entry(turn: Turn, args: dict[str, Any]) -> None:
    """Show the entry of a pressed button."""
    await show_card(turn, str(args["entry"]))


async def show_missing(turn: Turn, args: dict[str, Any]) -> None:
    """The list of missing translations, by a button."""
    await missing(turn)


async def show_figures(turn: Turn, args: dict[str, Any]) -> None:
    """The figures, by a button."""
    await figures.show(turn)


async def show_review(turn: Turn, args: dict[str, Any]) -> None:
    """What waits for a decision, by a button."""
    await reviewing.show_pending(turn)


_PLACES: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "figures": figures.show,
    "missing": missing,
    "new": new_entry,
    "review": reviewing.show_pending,
}
