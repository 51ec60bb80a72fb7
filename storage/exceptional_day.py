"""Exceptional days: hours that differ from the usual, said in the chat, with words for customers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import Json


class ExceptionalDay(Model):
    """Other hours from one local date up to another (both included). The newest of several rows counts.

    `department_id` is None for the whole business; a department's own row goes over it.
    """

    __tablename__ = "exceptional_day"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    first_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    intervals: Mapped[list[Any]] = mapped_column(Json)
    """Pairs of minutes from midnight, in order; empty: closed."""
    words: Mapped[str] = mapped_column(Text, default="")
    """What customers are told about it."""
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """Set when it was taken back: it counts no more."""
