"""Known incidents: trouble that many customers have at once, what they are told, and who wants to hear."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import Json, choice

_OPEN = text("ended_at IS NULL")
_SPREADING = text("spreading")


class NewsKind(StrEnum):
    """What the newest word to the customers is: none yet, news, that it takes longer, or the end."""

    none = "none"
    news = "news"
    late = "late"
    ended = "ended"


class Incident(Model):
    """One known incident, open until a manager ends it. `next_news_at` is what customers were told."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_open", "next_news_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_incident_spreading", "id", sqlite_where=_SPREADING, postgresql_where=_SPREADING),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    words: Mapped[str] = mapped_column(Text)
    """What customers read of it."""
    key_words: Mapped[list[Any]] = mapped_column(Json)
    """Words by which a customer's message is known to be about it."""
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("major_matter.id"), index=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    next_news_at: Mapped[datetime]
    escalate_at: Mapped[datetime | None]
    """When every manager hears that news is late; None while it is not, or once they heard."""
    delays: Mapped[int] = mapped_column(default=0)
    """How often the next news was put off since a person last wrote any."""
    news: Mapped[str] = mapped_column(Text, default="")
    """The newest news a manager wrote."""
    news_kind: Mapped[NewsKind] = mapped_column(choice(NewsKind, "news_kind"), default=NewsKind.none)
    news_number: Mapped[int] = mapped_column(default=0)
    """Counts the words to the customers, so that each hears each once."""
    spreading: Mapped[bool] = mapped_column(default=False)
    """Whether somebody may still have to hear the newest of them."""
    ended_at: Mapped[datetime | None]


class IncidentCustomer(Model):
    """A customer who was told of an incident: `joined_at` once they said that it concerns them."""

    __tablename__ = "incident_customer"
    __table_args__ = (
        UniqueConstraint("incident_id", "person_id"),
        Index("ix_incident_customer_heard", "incident_id", "heard"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    told_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    heard: Mapped[int] = mapped_column(default=0)
    """The number of the newest word they were sent."""
