"""The append-only record of what happened. Ids, verbs and coded facts only, never personal text."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class Event(Model):
    """Somebody did something at a time. `verb` is noun.past, as in case.taken."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_verb_at", "verb", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(48))
    actor_kind: Mapped[str] = mapped_column(String(16))
    """customer, staff, bot or operator."""
    actor_id: Mapped[int | None]
    """The person's id."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("support_case.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    v: Mapped[int] = mapped_column(default=1)


EVENTS = cast("Table", Event.__table__)
