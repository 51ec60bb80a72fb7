"""Drafts: a form that somebody is filling in. A row, so that a day or a restart loses nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class Draft(Model):
    """The answers so far of one person in one conversation; `field` is what is asked now."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("conversation_id", "person_id"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)
    field: Mapped[str] = mapped_column(String(40))
    """The field asked now, or `review`."""
    changing: Mapped[bool] = mapped_column(default=False)
    """One answer is being changed from the review: go back there afterwards."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
