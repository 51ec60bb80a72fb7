"""Topics: where agents talk about a case; relays: which message is the copy of which; albums; and notes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class Topic(Model):
    """A case's topic in a department's group. `thread` is None until the channel has opened it.

    A group without topics has `plain` set: there agents work by replies.
    """

    __tablename__ = "topic"
    __table_args__ = (
        Index("ix_topic_thread", "chat_id", "thread"),
        Index(
            "ix_topic_open", "chat_id", sqlite_where=text("closed = 0"), postgresql_where=text("NOT closed")
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    thread: Mapped[str | None] = mapped_column(String(64))
    plain: Mapped[bool] = mapped_column(default=False)
    card_message: Mapped[str | None] = mapped_column(String(64))
    card_next_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the time left that the card tells reads otherwise."""
    closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Relay(Model):
    """That one message was passed on as another. Both ends are (chat, message)."""

    __tablename__ = "relay"
    __table_args__ = (
        Index("ix_relay_source", "from_chat_id", "from_message"),
        Index("ix_relay_target", "to_chat_id", "to_message"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    from_chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    from_message: Mapped[str] = mapped_column(String(64))
    to_chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    to_message: Mapped[str] = mapped_column(String(64))
    part: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    """A message too long for one copy has several; they are counted from 0."""
    at: Mapped[datetime]


class AlbumPart(Model):
    """One message of an album: which others came with it.

    While `case_id` is set it waits for the rest, to be passed on for that case together with them.
    """

    __tablename__ = "album_part"
    __table_args__ = (
        UniqueConstraint("conversation_id", "message"),
        Index("ix_album_part_case_id", "case_id"),
        Index("ix_album_part_at", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    album: Mapped[str] = mapped_column(String(64))
    message: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("support_case.id"))
    body: Mapped[str] = mapped_column(Text, default="")
    """The message itself while it waits."""
    at: Mapped[datetime]


class Note(Model):
    """That a message in a group stays among colleagues. Its words are not kept."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("chat_id", "message"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    message: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
