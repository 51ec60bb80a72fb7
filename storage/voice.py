"""Voice notes that wait to be written down by the transcriber."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class VoiceNote(Model):
    """A voice note outside forms. The row goes as soon as it was written down, or could not be."""

    __tablename__ = "voice_note"
    __table_args__ = (Index("ix_voice_note_claimed_at", "claimed_at"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[str] = mapped_column(String(255))
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    claimed_at: Mapped[datetime | None]
    """Machine time when a process began with it; one that died is followed by another."""
    at: Mapped[datetime]
