"""Where departments work: the groups of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class DepartmentGroup(Model):
    """That a department works in a group; it may have several, because a group takes so much a minute.

    One that is retired gets no new cases, until it is bound again.
    """

    __tablename__ = "department_group"
    __table_args__ = (UniqueConstraint("department_id", "chat_id"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), index=True)
    added_at: Mapped[datetime | None]
    """None for groups of the time when a department had but one."""
    added_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    retired_at: Mapped[datetime | None]
    full_told_at: Mapped[datetime | None]
    """When those who lead the department last heard that the group takes no more."""
