"""Pieces of evidence: what of a message can be kept and shown to a colleague."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.forms.sheet import Piece
from storage.inbound import Attachment, Message

SPOKEN = frozenset({"voice", "video_note"})
CARDS = frozenset({"contact"})
"""Cards of people, with their numbers."""
SHOWN_AS_THEY_ARE = CARDS | {"location", "venue"}
NOT_EVIDENCE = frozenset({"sticker", "dice", "game", "poll"})


def pieces_of(message: Message) -> tuple[Piece, ...]:
    """What a message hands in beside words."""
    if message.what in NOT_EVIDENCE:
        return ()
    if message.what in SHOWN_AS_THEY_ARE:
        return (Piece(message.id, message.what),)
    return tuple(
        Piece(message.id, file.kind, file.file_id, file.unique_id, file.size, name=file.name or "")
        for file in message.attachments
    )


def is_spoken(message: Message) -> bool:
    """Whether the customer spoke instead of writing."""
    return message.what in SPOKEN


def files_of(pieces: Iterable[Piece]) -> tuple[tuple[Attachment, str], ...]:
    """The files among the pieces, each with the message it came in."""
    return tuple(
        (Attachment(piece.kind, piece.file_id, piece.unique_id, piece.size), piece.message)
        for piece in pieces
        if piece.file_id
    )
