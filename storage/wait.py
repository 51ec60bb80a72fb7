"""Waits: a case that came to people and that nobody has begun with yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model

_RUNS = text("over_at IS NULL")


class Wait(Model):
    """One wait of one case, from the moment it came until somebody took or answered it."""

    __tablename__ = "wait"
    __table_args__ = (
        Index("ix_wait_look", "look_at", sqlite_where=_RUNS, postgresql_where=_RUNS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    began_at: Mapped[datetime]
    closed: Mapped[bool] = mapped_column(default=False)
    """It came while nobody worked, and the group has not been shown it in the list at opening yet."""
    said_seconds: Mapped[int] = mapped_column(default=0)
    """How long the customer was told that it usually takes; 0 where they were told nothing."""
    told: Mapped[int] = mapped_column(default=0)
    """How often the customer was told since that it takes longer."""
    look_at: Mapped[datetime]
    """When to look at it next: at opening, or when it has become clearly longer than was said."""
    over_at: Mapped[datetime | None]
