"""Boards: the pinned list of open cases in a group of agents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class Board(Model):
    """One group's list. `message` is None until it is posted; `shown` is the sign of what it says."""

    __tablename__ = "board"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), unique=True)
    message: Mapped[str | None] = mapped_column(String(64))
    shown: Mapped[str] = mapped_column(String(64), default="")
    shown_at: Mapped[datetime | None]
    look_at: Mapped[datetime] = mapped_column(index=True)
    """When it is looked at again."""
