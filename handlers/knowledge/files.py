"""Pictures and files of an answer, looked after in the chat: shown, sent in, taken away."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from faq import Attachment, Entry
from faq.entry import script_of, text_in
from handlers import forms
from handlers.delivery import known_files
from handlers.forms import Field, Filled, Form, Kind, Piece
from handlers.knowledge import changing
from handlers.knowledge.editing import tell_done
from handlers.knowledge.edits import with_files, without_file
from handlers.knowledge.entries import current
from handlers.knowledge.wording import title_of
from handlers.naming import shortened
from handlers.turn import Turn
from storage.knowledge import ChangeKind

MOST_FILES = 5
SENT_AS = ("photo", "document", "video", "audio", "animation", "voice")
LABEL = 40
LONGEST_NAME = 80
LONGEST_CAPTION = 900
_UNSAFE = re.compile(r"[^\w.()-]+")


async def files(turn: Turn, args: dict[str, Any]) -> None:
    """Show what an answer brings along, each with a button to take it away, and the way to add more."""
    entry = await current(turn, str(args["entry"]))
    if entry is None:
        turn.reply("knowledge.gone")
        return
    rows = [
        (
            turn.button(
                f"✖️ {label_of(one, turn.language)}",
                "knowledge.drop_file",
                "managers",
                entry=entry.id,
                file=one.file,
            ),
        )
        for one in entry.attachments
    ]
    if len(entry.attachments) < MOST_FILES:
        more = turn.button(
            turn.text_of("knowledge.button.add_file"), "knowledge.add_file", "managers", entry=entry.id
        )
        rows.append((more,))
    key = "knowledge.files" if entry.attachments else "knowledge.no_files"
    turn.reply(key, title=title_of(entry, turn.language), buttons=tuple(rows))


def label_of(one: Attachment, language: str) -> str:
    """What a file is called on its button: its caption, else its name."""
    caption = text_in(one.caption, language).text
    return shortened(caption or PurePosixPath(one.file).name, LABEL)


async def ask_file(turn: Turn, args: dict[str, Any]) -> None:
    """Ask for pictures and files."""
    entry = await current(turn, str(args["entry"]))
    if entry is None:
        turn.reply("knowledge.gone")
        return
    await forms.start(turn, FILES.name, entry=entry.id)


async def drop_file(turn: Turn, args: dict[str, Any]) -> None:
    """Customers do not get this file any more; the way back brings it again."""
    file = str(args["file"])
    change = await changing.change(
        turn,
        turn.person,
        str(args["entry"]),
        ChangeKind.file_removed,
        lambda entry: without_file(entry, file),
    )
    if change is None:
        turn.reply("knowledge.nothing_changed")
        return
    await tell_done(turn, change)


async def _new_files(turn: Turn, filled: Filled) -> None:
    if not turn.is_manager:
        turn.reply("router.manager_only")
        return
    given = filled.sheet.given.get("files")
    handed_in = attachments_of(filled.sheet.pieces)
    if given is None or given.skipped or not handed_in:
        turn.reply("knowledge.no_file_added")
        return
    before = await current(turn, str(filled.sheet.about["entry"]))
    room = MOST_FILES - len(before.attachments) if before is not None else 0
    added = handed_in[: max(room, 0)]

    def edit(entry: Entry) -> Entry:
        return with_files(entry, [one for one, _ in added])

    change = None
    if before is not None and added:
        for one, file_id in added:
            await known_files.keep(turn, turn.account.id, one.file, file_id)
        change = await changing.change(turn, turn.person, before.id, ChangeKind.file_added, edit)
    if change is not None:
        await tell_done(turn, change)
    if len(added) < len(handed_in):
        turn.reply("knowledge.too_many_files", most=MOST_FILES)
    elif change is None:
        turn.reply("knowledge.nothing_changed" if before is not None else "knowledge.gone")


def attachments_of(pieces: tuple[Piece, ...]) -> list[tuple[Attachment, str]]:
    """The files among the pieces that can be sent on, with the channel's ids for them.

    Words in the same message are the file's caption; words after it, if it has none, as well.
    """
    found: list[tuple[Piece, str]] = []
    for piece in pieces:
        if piece.file_id and piece.kind in SENT_AS:
            found.append((piece, ""))
        elif piece.text and found:
            place = next((at for at, (one, _) in enumerate(found) if one.message == piece.message), -1)
            if not found[place][1]:
                found[place] = (found[place][0], piece.text.strip()[:LONGEST_CAPTION])
    return [
        (Attachment(_name_of(piece), piece.kind, {script_of(text): text} if text else ""), piece.file_id)
        for piece, text in found
    ]


def _name_of(piece: Piece) -> str:
    """Where the file would lie in the base's folder: an export puts it there."""
    given = _UNSAFE.sub("_", PurePosixPath(piece.name.replace("\\", "/")).name)[-LONGEST_NAME:]
    usual = {"photo": "photo.jpg", "voice": "voice.ogg", "audio": "audio.mp3"}.get(piece.kind)
    return f"chat/{_UNSAFE.sub('_', piece.unique_id)}/{given or usual or piece.kind}"


FILES = forms.declare(
    Form(
        name="faq_files",
        version=1,
        title="knowledge.form.files_title",
        fields=(
            Field("files", Kind.evidence, ask="knowledge.form.files", label="knowledge.form.files_label"),
        ),
        submit=_new_files,
        review=False,
        quotes=True,
        takes_files=True,
    )
)
