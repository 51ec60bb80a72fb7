"""Canned replies: what a department's agents say often, written once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class CannedReply(Model):
    """One reply of one department. Its text may hold places in braces, filled in for each customer."""

    __tablename__ = "canned_reply"
    __table_args__ = (UniqueConstraint("department_id", "title"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]
