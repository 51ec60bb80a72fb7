"""Decisions: what became of a suggestion, and in which words its customer was told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import choice


class Verdict(StrEnum):
    """What was decided."""

    accepted = "accepted"
    partly = "partly"
    not_now = "not_now"


class Decision(Model):
    """One decision about a suggestion; the newest counts."""

    __tablename__ = "decision"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    words: Mapped[str] = mapped_column(Text)
    """What the customer was told beside it."""
    decided_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime] = mapped_column(index=True)
    thanked_at: Mapped[datetime | None]
    """When the customer said that this answer is enough for them."""
    done_at: Mapped[datetime | None]
    """When the customer was told that it is done."""


async def decision_of(session: AsyncSession, case_id: int) -> Decision | None:
    """The decision that counts for a case, if there is one."""
    found: Decision | None = await session.scalar(
        select(Decision).where(Decision.case_id == case_id).order_by(Decision.id.desc()).limit(1)
    )
    return found
