"""Questions that customers asked and what became of them: the digest counts them, the FAQ grows by them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import BigKey, choice


class QuestionResult(StrEnum):
    """What the FAQ could do."""

    answered = "answered"
    suggested = "suggested"
    unknown = "unknown"


_WORDED = text("text <> ''")


class Question(Model):
    """One question. `text` is personal and erased after the retention time."""

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_at", "asked_at"),
        # What has lost its words already is not looked at again by the job that takes them.
        Index("ix_question_worded", "asked_at", sqlite_where=_WORDED, postgresql_where=_WORDED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    result: Mapped[QuestionResult] = mapped_column(choice(QuestionResult, "question_result"))
    entry: Mapped[str | None] = mapped_column(String(80))
    """The entry answered from, or picked among the suggestions."""
    helpful: Mapped[bool | None]
    handed_over: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    case_id: Mapped[int | None] = mapped_column(BigKey, index=True)
    """The case it was handed over with. No key: SQLite would rebuild the table for one."""
    settled_at: Mapped[datetime | None]
    """When a manager took care of it: added to the base, or dismissed."""
