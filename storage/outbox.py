"""The outbox: everything we owe a chat, written with the change that caused it."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import choice


class Priority(IntEnum):
    """What goes first when not everything can be sent at once.

    In a group: what customers said, then notices to colleagues, then cards and titles, then lists.
    """

    press = 0
    reply = 1
    staff = 2
    card = 3
    list = 4
    broadcast = 5


class OutboxState(StrEnum):
    """Where a row stands. waiting → sending → sent; or dead (undeliverable) or expired (too late)."""

    waiting = "waiting"
    sending = "sending"
    sent = "sent"
    dead = "dead"
    expired = "expired"


_WAITING = text("state = 'waiting'")


class OutboxRow(Model):
    """One operation we owe. `chat_id` is None only for the answer to a press."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "account_id",
            "priority",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "uq_outbox_coalesce",
            "coalesce_key",
            unique=True,
            sqlite_where=text("state = 'waiting' AND coalesce_key IS NOT NULL"),
            postgresql_where=text("state = 'waiting' AND coalesce_key IS NOT NULL"),
        ),
        Index(
            "ix_outbox_sending",
            "account_id",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index(
            "ix_outbox_dead",
            "chat_id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
        Index("ix_outbox_finished_at", "finished_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id"))
    thread: Mapped[str | None] = mapped_column(String(64))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    """Goes into this topic: its thread is looked up when the row is sent."""
    priority: Mapped[int] = mapped_column(SmallInteger, default=Priority.reply)
    body: Mapped[str] = mapped_column(Text)
    subject: Mapped[dict[str, Any] | None]
    """What to record once it is sent: `{"kind": "relay", …}`."""
    coalesce_key: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[OutboxState] = mapped_column(
        choice(OutboxState, "outbox_state"), default=OutboxState.waiting
    )
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_attempt_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    """Business time after which it is better not said at all."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))


OUTBOX = cast("Table", OutboxRow.__table__)
