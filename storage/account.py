"""Accounts (our bots), the chats they are in, and conversations within a chat."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import BigKey, choice


class Account(Model):
    """One bot on one channel. Every external id is only meaningful together with its account."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("channel", "external_id"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    channel: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str] = mapped_column(String(64))
    username: Mapped[str] = mapped_column(String(64), default="")
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Fingerprints of the description, commands and menu button as we last set them."""


class Chat(Model):
    """A chat of an account: private or group."""

    __tablename__ = "chat"
    __table_args__ = (UniqueConstraint("account_id", "external_id"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    external_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16), default="private")
    title: Mapped[str] = mapped_column(String(255), default="")
    forum: Mapped[bool] = mapped_column(default=False)
    send_after: Mapped[datetime | None]
    """Machine time before which nothing is sent here (the channel asked us to wait)."""
    unreachable: Mapped[str | None] = mapped_column(String(64))
    """Why nothing can be sent here now: blocked, deactivated, kicked … None when it can."""
    trouble: Mapped[str | None] = mapped_column(String(64))
    """What staff have been told is wrong with delivering here. None when it works."""


class Conversation(Model):
    """What is said in one chat, or in one topic of it (`thread`, empty outside topics)."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("chat_id", "thread"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    thread: Mapped[str] = mapped_column(String(64), default="")
    held_until: Mapped[datetime | None]
    """Machine time until which its messages wait, after one of them failed."""
    case_id: Mapped[int | None] = mapped_column(BigKey)
    """The open case a person is talking in here; while it is set the bot does not speak over them.

    No foreign key: cases point at conversations already, and a circle of keys cannot be migrated.
    """
    memory: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Small facts of the dialogue (last suggestions, failed answers), as `{"v": 1, …}`."""
    gather_until: Mapped[datetime | None] = mapped_column(index=True)
    """Business time until which fragments of one question are collected."""


class Held(StrEnum):
    """What has become of a message of a flood: kept, shown to somebody as kept, or passed on."""

    kept = "kept"
    offered = "offered"
    passed = "passed"


class HeldMessage(Model):
    """A message of a flood: kept until there is a pause, and then handled together with the others."""

    __tablename__ = "held_message"
    __table_args__ = (
        Index("ix_held_message_conversation_id", "conversation_id", "id"),
        Index("ix_held_message_state", "state", "conversation_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    message: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    state: Mapped[Held] = mapped_column(choice(Held, "held_state"), default=Held.kept)
