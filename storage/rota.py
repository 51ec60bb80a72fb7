"""Duty rotas, and the calls made to whoever is on duty for an emergency."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import Json, choice


class Rhythm(StrEnum):
    """How often the duty goes on to the next."""

    daily = "daily"
    weekly = "weekly"


class Rota(Model):
    """Who is on duty by turns, as a manager set it in the chat; it goes over the settings."""

    __tablename__ = "rota"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    rhythm: Mapped[Rhythm] = mapped_column(choice(Rhythm, "rota_rhythm"), default=Rhythm.weekly)
    first_day: Mapped[date]
    """The local date on which the first of them begins."""
    staff: Mapped[list[Any]] = mapped_column(Json)
    """Ids of members of staff, in their order."""
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]


_RUNS = text("settled_at IS NULL")


class CallOut(Model):
    """One emergency for which whoever is on duty is called, until one of them has it."""

    __tablename__ = "call_out"
    __table_args__ = (
        Index("ix_call_out_next", "next_at", sqlite_where=_RUNS, postgresql_where=_RUNS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    rota: Mapped[str] = mapped_column(String(40))
    called: Mapped[list[Any]] = mapped_column(Json)
    """Ids of members of staff that were called, in their order."""
    rounds: Mapped[int] = mapped_column(default=0)
    """How often the managers, the last of the ladder, were called."""
    began_at: Mapped[datetime]
    next_at: Mapped[datetime]
    """When the next one is called, if nobody has it by then."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Whose case it was when the call began, though they were away; None where nobody had it."""
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[datetime | None]
