"""Major matters: what a manager must know at once, until somebody says that they see to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model

_WAITS = text("acknowledged_at IS NULL")


class MajorMatter(Model):
    """One matter: a case whose words say so, or many cases of one category within a short time."""

    __tablename__ = "major_matter"
    __table_args__ = (
        Index("ix_major_matter_next", "next_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(40))
    """A key of the settings' words, or `many`."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("support_case.id"), index=True)
    """The case; of many, the newest when it was noticed."""
    category: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    """In which it was noticed, shortened; empty where the case began with them. Personal text: erasable."""
    found_at: Mapped[datetime]
    next_at: Mapped[datetime]
    """When it is told again, if nobody has acknowledged it."""
    told: Mapped[int] = mapped_column(default=0)
    """How often it was told."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
