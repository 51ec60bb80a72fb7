"""Contingency plans at work: a run of a plan, its parts for those with a role in it, and their steps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model

_RUNS = text("ended_at IS NULL")
_WAITS = text("acknowledged_at IS NULL")


class ContingencyRun(Model):
    """A plan that was started, until a manager ends it with a word."""

    __tablename__ = "contingency_run"
    __table_args__ = (
        Index("ix_contingency_run_open", "plan", sqlite_where=_RUNS, postgresql_where=_RUNS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    plan: Mapped[str] = mapped_column(String(40))
    """The plan's key in the settings."""
    name: Mapped[str] = mapped_column(String(120))
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("major_matter.id"), index=True)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Nobody: it started by itself, with the matter."""
    started_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class ContingencyPart(Model):
    """What one role has to do. The words are the settings' at the start: they do not change meanwhile."""

    __tablename__ = "contingency_part"
    __table_args__ = (
        Index("ix_contingency_part_next", "next_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("contingency_run.id"), index=True)
    role: Mapped[str] = mapped_column(String(120))
    who: Mapped[str] = mapped_column(String(60))
    told: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    """When it is told again, if nobody has acknowledged it."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ContingencyStep(Model):
    """One step of a part."""

    __tablename__ = "contingency_step"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    part_id: Mapped[int] = mapped_column(ForeignKey("contingency_part.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
