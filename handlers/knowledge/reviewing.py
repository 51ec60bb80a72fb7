"""Reviewing a changed file: where an entry was changed in the chat as well, managers decide."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from faq import Entry
from handlers.knowledge.changing import last_change, locked_state, review
from handlers.knowledge.edits import merged
from handlers.knowledge.entries import Body, body_of, entry_of, fingerprint, row_of
from handlers.knowledge.wording import LANGUAGES, shortly, title_of
from handlers.scene import Scene
from handlers.turn import Turn
from storage.account import Conversation
from storage.knowledge import ChangeKind, KnowledgeEntry
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person

AT_ONCE = 5


async def ask_about_file(scene: Scene) -> int:
    """Ask managers about every entry whose file says something new; how many they were asked about.

    Nothing is overwritten in silence: until somebody decides, what was changed in the chat stands.
    """
    if all(_in_file(scene, row) == fingerprint(row.file_body) for row in await _changed_here(scene)):
        return 0
    await locked_state(scene.session)
    for row in await _changed_here(scene):
        if _in_file(scene, row) == fingerprint(row.body):
            # The file has caught up: from now on its changes come through again.
            row.body = None
    new = [row for row in await _differing(scene) if row.asked_about != _in_file(scene, row)]
    for row in new:
        row.asked_about = _in_file(scene, row)
    for row in new[:AT_ONCE]:
        for conversation_id, person in await scene.managers():
            conversation = await scene.session.get_one(Conversation, conversation_id)
            await scene.owe_chat(conversation, _question(scene, person, row), priority=Priority.staff)
    if len(new) > AT_ONCE:
        await scene.tell_managers("knowledge.review.more", count=len(new) - AT_ONCE)
    return len(new)


async def show_pending(turn: Turn) -> None:
    """Show what waits for a decision."""
    rows = await _differing(turn)
    if not rows:
        turn.reply("knowledge.review.nothing")
    for row in rows[:AT_ONCE]:
        turn.send(_question(turn, turn.person, row))
    if len(rows) > AT_ONCE:
        turn.reply("knowledge.review.more", count=len(rows) - AT_ONCE)


async def waiting(scene: Scene) -> int:
    """How many entries wait for a decision."""
    return len(await _differing(scene))


async def _changed_here(scene: Scene) -> list[KnowledgeEntry]:
    rows = await scene.session.scalars(
        select(KnowledgeEntry).where(KnowledgeEntry.body.is_not(None)).order_by(KnowledgeEntry.id)
    )
    return list(rows)


async def _differing(scene: Scene) -> list[KnowledgeEntry]:
    return [
        row
        for row in await _changed_here(scene)
        if _in_file(scene, row) not in (fingerprint(row.file_body), fingerprint(row.body))
    ]


def _in_file(scene: Scene, row: KnowledgeEntry) -> str:
    return fingerprint(body_of(scene.house.in_file.get(row.entry)))


def _question(scene: Scene, person: Person, row: KnowledgeEntry) -> SendText:
    language = person.language
    ours, theirs = entry_of(row.body), scene.house.in_file.get(row.entry)
    title = title_of(ours, language) if ours else row.entry
    sign = _in_file(scene, row)
    take, keep = (
        scene.button(
            scene.say(language, f"knowledge.button.{way}_file" if theirs else f"knowledge.button.{way}_gone"),
            f"knowledge.{way}_file",
            "managers",
            entry=row.entry,
            sign=sign,
        )
        for way in ("take", "keep")
    )
    key = "knowledge.review.changed" if theirs else "knowledge.review.gone"
    lines = [scene.say(language, key, title=title)]
    if ours and theirs:
        lines += _differences(scene, language, theirs, ours)
    return SendText("\n\n".join(lines), ((take,), (keep,)))


def _differences(scene: Scene, language: str, theirs: Entry, ours: Entry) -> list[str]:
    lines = []
    for of in LANGUAGES:
        in_file, here = theirs.answer_in(of), ours.answer_in(of)
        if in_file == here or of not in (in_file.language, here.language):
            continue
        lines.append(
            scene.say(
                language,
                "knowledge.review.answer",
                of=scene.say(language, f"knowledge.language.{of}"),
                in_file=shortly(in_file.text),
                here=shortly(here.text),
            )
        )
    known, kept = {text for _, text in theirs.phrasings()}, {text for _, text in ours.phrasings()}
    if known != kept:
        lines.append(
            scene.say(
                language,
                "knowledge.review.wordings",
                in_file=len(known - kept),
                here=len(kept - known),
            )
        )
    files, held = ({one.file for one in entry.attachments} for entry in (theirs, ours))
    if files != held:
        lines.append(
            scene.say(language, "knowledge.review.files", in_file=len(files - held), here=len(held - files))
        )
    return lines


async def take_file(turn: Turn, args: dict[str, Any]) -> None:
    """What the file says now, with the wordings that were added here."""
    await _decide(turn, args, ChangeKind.file_taken)


async def keep_ours(turn: Turn, args: dict[str, Any]) -> None:
    """What stands here stays, until the file changes again."""
    await _decide(turn, args, ChangeKind.file_refused)


async def _decide(turn: Turn, args: dict[str, Any], kind: ChangeKind) -> None:
    entry_id = str(args["entry"])
    await locked_state(turn.session)
    row = await row_of(turn.session, entry_id)
    if row is None or row.body is None or _in_file(turn, row) != args["sign"]:
        turn.reply("knowledge.review.over")
        return
    if _in_file(turn, row) == fingerprint(row.file_body):
        newest = await last_change(turn.session, entry_id)
        turn.reply("knowledge.review.decided" if newest else "knowledge.review.over")
        return
    ours, theirs = entry_of(row.body), turn.house.in_file.get(entry_id)
    body: Body = row.body
    if kind is ChangeKind.file_taken:
        body = body_of(merged(entry_of(row.file_body), ours, theirs)) if ours and theirs else None
    change = await review(turn, turn.person, entry_id, kind, body)
    title = title_of(ours, turn.language) if ours else entry_id
    if change is not None:
        undo = turn.button(
            turn.text_of("knowledge.button.undo"), "knowledge.undo", "managers", change=change.id
        )
        turn.reply(f"knowledge.done.{kind.value}", title=title, buttons=((undo,),))
