"""Messages that wait for their writer's word before they go anywhere."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import Json, choice


class Waits(StrEnum):
    """What its writer is asked."""

    conduct = "conduct"
    """An agent: is it to be said like this?"""
    which_case = "which_case"
    """A customer: which of their matters is it about?"""


class PendingMessage(Model):
    """One message that waits; it is kept as a part of an album is. `settled_at`: its writer has spoken."""

    __tablename__ = "pending_message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "message"),
        Index(
            "ix_pending_message_until",
            "until",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    waits: Mapped[Waits] = mapped_column(choice(Waits, "pending_waits"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    message: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    """Whose customer it is for, or where it goes if nobody says."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rules: Mapped[list[Any] | None] = mapped_column(Json)
    """The house's rules it was held up by."""
    at: Mapped[datetime]
    until: Mapped[datetime]
    settled_at: Mapped[datetime | None]
