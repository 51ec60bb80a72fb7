"""The append-only record of what happened. Ids, verbs and coded facts only, never personal text."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Table, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model

_VOICES = text("verb IN ('case.replied', 'case.opened')")


class Event(Model):
    """Somebody did something at a time. `verb` is noun.past, as in case.taken."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_verb_at", "verb", "at"),
        Index("ix_event_voices", "person_id", "at", sqlite_where=_VOICES, postgresql_where=_VOICES),
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


def voices() -> ColumnElement[bool]:
    """That somebody wrote to a customer, or that a matter of theirs was opened, as the index has it."""
    return Event.verb.in_([literal_column("'case.replied'"), literal_column("'case.opened'")])


EVENTS = cast("Table", Event.__table__)
