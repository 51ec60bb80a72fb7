"""Pleas: a customer presses for an open case to go faster, or for the head of the department."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import choice


class PleaKind(StrEnum):
    """What the customer pressed."""

    hurry = "hurry"
    head = "head"


class PleaState(StrEnum):
    """open → answered by a person, or moot when the case ended otherwise."""

    open = "open"
    answered = "answered"
    moot = "moot"


class Plea(Model):
    """One plea. It climbs from the agent to the head to the managers until a person has answered."""

    __tablename__ = "plea"
    __table_args__ = (
        Index(
            "ix_plea_next",
            "next_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    kind: Mapped[PleaKind] = mapped_column(choice(PleaKind, "plea_kind"))
    state: Mapped[PleaState] = mapped_column(choice(PleaState, "plea_state"), default=PleaState.open)
    level: Mapped[int] = mapped_column(default=0)
    """Who was told: 0 the agents, 1 the head as well, 2 the managers as well."""
    made_at: Mapped[datetime]
    next_at: Mapped[datetime]
    """When it climbs."""
    settled_at: Mapped[datetime | None]

    def settle(self, state: PleaState, now: datetime) -> None:
        """A person has answered, or there is nothing left to answer."""
        if self.state is PleaState.open:
            self.state = state
            self.settled_at = now
