"""Praise: a customer's kind words, for whom they were, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class Praise(Model):
    """Kind words of one customer. `staff_id` is who looked after them last, if anybody did."""

    __tablename__ = "praise"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """The customer."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    words: Mapped[str] = mapped_column(Text)
    """Personal text: erasable, never in logs."""
    at: Mapped[datetime] = mapped_column(index=True)
