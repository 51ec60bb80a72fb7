"""The inbox: updates accepted from a channel and not yet finished, and those set aside."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKey, Index, String, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import BigKey


class InboxRow(Model):
    """One accepted update. It waits until `finished_at` is set, in the transaction of its effects."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("account_id", "update_id", "digest"),
        Index(
            "ix_inbox_waiting",
            "id",
            "conversation_id",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index(
            "ix_inbox_head",
            "conversation_id",
            "id",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_inbox_finished_at", "finished_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    update_id: Mapped[int] = mapped_column(BigKey)
    digest: Mapped[str] = mapped_column(String(32))
    """Of the raw update: the same id with another content is another update."""
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    sender: Mapped[str | None] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    """How often its handler raised an error."""
    claims: Mapped[int] = mapped_column(default=0)
    """How often a run of it began; more than its failures tell of runs that were cut off."""
    finished_at: Mapped[datetime | None]


class ParkedUpdate(Model):
    """An update set aside for a person to look at: undecodable, or failed once too often."""

    __tablename__ = "parked_update"
    __table_args__ = (
        Index("ix_parked_update_update_id", "account_id", "update_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    update_id: Mapped[int | None] = mapped_column(BigKey)
    digest: Mapped[str] = mapped_column(String(32), default="")
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"))
    reason: Mapped[str] = mapped_column(String(40))
    error: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    parked_at: Mapped[datetime]
    released_at: Mapped[datetime | None]


INBOX = cast("Table", InboxRow.__table__)
PARKED = cast("Table", ParkedUpdate.__table__)
