"""Bonds between cases: merged into one, split off, alike, or of one cause; and what a merge moved."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import Json, choice


class BondKind(StrEnum):
    """What binds a case to another: it is alike, was split off from it, or has it as its cause."""

    alike = "alike"
    split_off = "split"
    cause = "cause"


class CaseBond(Model):
    """One bond: `case_id` is alike, was split off from, or has its cause in `other_id`."""

    __tablename__ = "case_bond"
    __table_args__ = (UniqueConstraint("case_id", "other_id", "kind"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    kind: Mapped[BondKind] = mapped_column(choice(BondKind, "bond_kind"))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When the customer heard that the cause is mended."""


class CaseMerge(Model):
    """One merge, with what is needed to take it back: how the case stood, and which rows went over."""

    __tablename__ = "case_merge"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    state_before: Mapped[str] = mapped_column(String(32))
    moved: Mapped[dict[str, Any]] = mapped_column(Json)
    """Names of tables, and the ids of their rows."""
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
