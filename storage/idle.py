"""Idle cases: open ones for which nothing is promised at present, and when somebody looks at them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class IdleCase(Model):
    """One case that waits for us without a promise. It goes once there is one, or the case is done."""

    __tablename__ = "idle_case"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), unique=True)
    since: Mapped[datetime]
    """When it was last spoken of with its customer, as far as this row has seen."""
    look_at: Mapped[datetime] = mapped_column(index=True)
    reminders: Mapped[int] = mapped_column(default=0)

    def heard(self, at: datetime, look_at: datetime) -> None:
        """Somebody spoke with the customer: it does not lie."""
        self.since, self.look_at, self.reminders = at, look_at, 0

    def remind(self, look_at: datetime) -> None:
        """Its owner was reminded of it."""
        self.reminders += 1
        self.look_at = look_at
