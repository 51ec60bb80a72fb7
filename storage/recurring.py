"""Faults that recur: a cluster of cases somebody has taken up, and the case for its root cause."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model

_OPEN = text("mended_at IS NULL")


class RecurringFault(Model):
    """One fault whose root cause somebody looks after. Its cases are bound to the root case."""

    __tablename__ = "recurring_fault"
    __table_args__ = (
        Index("ix_recurring_fault_open", "root_case_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    category: Mapped[str] = mapped_column(String(40))
    root_case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), unique=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    mended_at: Mapped[datetime | None]
