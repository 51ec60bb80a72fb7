"""/learn: what customers asked in vain, one lesson at a time, and one tap to learn it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faq import Entry, Policy
from handlers import forms
from handlers.forms import Field, Filled, Form, Kind
from handlers.knowledge import changing
from handlers.knowledge.creating import NEW, entry_from
from handlers.knowledge.edits import with_wordings
from handlers.knowledge.entries import all_entries, current, entry_of
from handlers.knowledge.looking import undo_button
from handlers.knowledge.masking import is_masked
from handlers.knowledge.missed import Lesson, lessons
from handlers.knowledge.wording import shortly, title_of
from handlers.staff.rights import for_managers
from handlers.turn import Turn
from storage.knowledge import ChangeKind, KnowledgeChange
from storage.outbound import Button, Buttons, Edit, SendText

MOST_CHOICES = 6


@for_managers
async def command(turn: Turn, rest: str) -> None:
    """Show the first lesson."""
    await _show(turn, 0)


async def begin(turn: Turn, args: dict[str, Any]) -> None:
    """Show a lesson by a button: the first, or the next after those that were passed over."""
    await _show(turn, int(args.get("skip", 0)))


async def _show(turn: Turn, skip: int) -> None:
    found = await lessons(turn)
    if not found:
        turn.reply("knowledge.learn.nothing")
        return
    at = skip if skip < len(found) else 0
    lesson = found[at]
    nearest = await current(turn, lesson.nearest) if lesson.nearest else None
    lines = [
        turn.text_of(
            "knowledge.learn.asked", at=at + 1, of=len(found), count=lesson.asked, week=lesson.this_week
        ),
        "\n".join(f"· {wording}" for wording in lesson.wordings),
    ]
    if nearest is not None:
        lines.append(turn.text_of("knowledge.learn.nearest", title=title_of(nearest, turn.language)))
    if lesson.answer:
        lines.append(turn.text_of("knowledge.learn.by_hand", text=shortly(lesson.answer)))
    turn.send(SendText("\n\n".join(lines), _buttons(turn, lesson, nearest, at, len(found))))


def _buttons(turn: Turn, lesson: Lesson, nearest: Entry | None, at: int, of: int) -> Buttons:
    about: dict[str, Any] = {"wordings": list(lesson.wordings), "settles": dict(lesson.settles), "skip": at}

    def press(name: str, label: str = "", **args: Any) -> Button:
        said = label or turn.text_of(f"knowledge.button.learn_{name}")
        return turn.button(said, f"knowledge.learn_{name}", "managers", **about, **args)

    rows: list[tuple[Button, ...]] = []
    if nearest is not None:
        label = turn.text_of("knowledge.button.learn_add", title=title_of(nearest, turn.language))
        rows.append((press("add", label, entry=nearest.id),))
    if lesson.answer:
        # What a colleague said goes before an entry that customers would not even be offered.
        place = 0 if lesson.confidence < Policy().suggest else len(rows)
        rows.insert(place, (press("answer", answer=lesson.answer),))
    rows.append((press("other"), press("new")))
    last = [press("dismiss")]
    if of > 1:
        next_one = turn.text_of("knowledge.button.next")
        last.append(turn.button(next_one, "knowledge.learn", "managers", skip=at + 1))
    rows.append(tuple(last))
    return tuple(rows)


async def add(turn: Turn, args: dict[str, Any]) -> None:
    """The wordings lead to that entry from now on."""
    if await _is_over(turn, args):
        return
    wordings = [str(one) for one in args["wordings"]]
    entry_id = str(args["entry"])
    change = await changing.change(
        turn,
        turn.person,
        entry_id,
        ChangeKind.wording_added,
        lambda entry: with_wordings(entry, wordings),
        settles=args["settles"],
    )
    if change is None:
        entry = await current(turn, entry_id)
        if entry is not None:
            # It has these wordings already: what was asked is taken care of all the same.
            await changing.settle(turn.session, args["settles"], turn.now)
        turn.reply("knowledge.known_wording" if entry else "knowledge.gone")
        return
    _say_learnt(turn, args, change)


async def from_answer(turn: Turn, args: dict[str, Any]) -> None:
    """Show the entry that the colleague's answer would make; nothing is changed yet."""
    answer = str(args["answer"])
    text = turn.text_of(
        "knowledge.learn.would_be",
        wordings="\n".join(f"· {wording}" for wording in args["wordings"]),
        answer=answer,
    )
    if is_masked(answer):
        text += "\n\n" + turn.text_of("knowledge.learn.left_out")
    ways = [
        turn.button(turn.text_of(f"knowledge.button.{label}"), f"knowledge.{kind}", "managers", **args)
        for label, kind in (("publish_it", "learn_publish"), ("change_first", "learn_new"))
    ]
    turn.send(SendText(text, tuple((way,) for way in ways)))


async def publish_answer(turn: Turn, args: dict[str, Any]) -> None:
    """Make the entry as it was shown, once: a second tap, or a second manager, finds it done."""
    if await _is_over(turn, args):
        return
    wordings = [str(one) for one in args["wordings"]]
    change = await changing.create(
        turn,
        turn.person,
        lambda entry_id: entry_from(entry_id, wordings, [str(args["answer"])]),
        settles=args["settles"],
    )
    _say_learnt(turn, args, change)


async def write_new(turn: Turn, args: dict[str, Any]) -> None:
    """A new entry by the form, with what is known filled in."""
    known = {"wording": "\n".join(args["wordings"]), "answer": str(args.get("answer", ""))}
    await forms.start(
        turn, NEW.name, settles=args["settles"], **{name: text for name, text in known.items() if text}
    )


async def other(turn: Turn, args: dict[str, Any]) -> None:
    """Choose another entry: the nearest ones, or one to be looked for."""
    words = " ".join(args["wordings"])
    await _offer(turn, words, args)


async def _offer(turn: Turn, words: str, args: Mapping[str, Any]) -> None:
    entries = await all_entries(turn)
    near = [entries[one.id] for one in turn.house.faq.rank(words, MOST_CHOICES) if one.id in entries]
    about = {name: args[name] for name in ("wordings", "settles", "skip") if name in args}
    rows = [
        (
            turn.button(
                title_of(entry, turn.language), "knowledge.learn_add", "managers", entry=entry.id, **about
            ),
        )
        for entry in near
    ]
    look = turn.button(turn.text_of("knowledge.button.search"), "knowledge.learn_search", "managers", **about)
    turn.reply("knowledge.learn.which" if near else "knowledge.learn.none_near", buttons=(*rows, (look,)))


async def search(turn: Turn, args: dict[str, Any]) -> None:
    """Ask for words to look for."""
    about = {name: args[name] for name in ("wordings", "settles", "skip") if name in args}
    await forms.start(turn, SEARCH.name, lesson=about)


async def _search(turn: Turn, filled: Filled) -> None:
    if turn.is_manager:
        await _offer(turn, filled.text("words"), filled.sheet.about["lesson"])
    else:
        turn.reply("router.manager_only")


async def dismiss(turn: Turn, args: dict[str, Any]) -> None:
    """Nothing is to be learnt from this."""
    if await _is_over(turn, args):
        return
    await changing.settle(turn.session, args["settles"], turn.now)
    turn.record("knowledge.dismissed", count=sum(map(len, args["settles"].values())))
    back = turn.button(
        turn.text_of("knowledge.button.undo"),
        "knowledge.learn_bring_back",
        "managers",
        settles=args["settles"],
    )
    _replace(turn, turn.text_of("knowledge.learn.dismissed", wording=args["wordings"][0]), back, args)


async def _is_over(turn: Turn, args: Mapping[str, Any]) -> bool:
    """Say so if somebody has taken care of this lesson already."""
    await changing.locked_state(turn.session)
    if await changing.is_open(turn.session, args["settles"]):
        return False
    turn.answer("knowledge.learn.over", alert=True)
    return True


async def bring_back(turn: Turn, args: dict[str, Any]) -> None:
    """It was dismissed by mistake."""
    await changing.settle(turn.session, args["settles"], None)
    turn.reply("knowledge.learn.brought_back")


def _say_learnt(turn: Turn, args: Mapping[str, Any], change: KnowledgeChange) -> None:
    entry = entry_of(change.after)
    title = title_of(entry, turn.language) if entry else change.entry
    _replace(
        turn,
        turn.text_of(f"knowledge.done.{change.kind.value}", title=title),
        undo_button(turn, change),
        args,
    )


def _replace(turn: Turn, text: str, back: Button, args: Mapping[str, Any]) -> None:
    """Put the outcome in the place of the lesson, with the way back and the way on."""
    on = turn.button(
        turn.text_of("knowledge.button.next"), "knowledge.learn", "managers", skip=int(args.get("skip", 0))
    )
    if turn.press is not None and turn.press.message is not None:
        turn.send(Edit(turn.press.message, text, ((back, on),)))
    else:
        turn.send(SendText(text, ((back, on),)))


SEARCH = forms.declare(
    Form(
        name="faq_search",
        version=1,
        title="knowledge.form.search_title",
        fields=(Field("words", Kind.text, ask="knowledge.form.search", label="knowledge.form.search_label"),),
        submit=_search,
        review=False,
        quotes=True,
    )
)
