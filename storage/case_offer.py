"""Offers: whom a case that nobody has is waiting for, and until when."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import choice


class OfferTo(StrEnum):
    """Whom a case is offered to."""

    account_manager = "account_manager"
    head = "head"
    member = "member"
    group = "group"


class OfferState(StrEnum):
    """What became of an offer: waiting, taken up, handed back, let pass, or pointless by now."""

    open = "open"
    taken = "taken"
    handed_back = "handed_back"
    lapsed = "lapsed"
    dropped = "dropped"


class CaseOffer(Model):
    """That a case is offered to somebody, or to a whole group (`staff_id` None). One is open at a time."""

    __tablename__ = "case_offer"
    __table_args__ = (
        Index("ix_case_offer_case_id", "case_id"),
        Index(
            "uq_case_offer_open",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_case_offer_due",
            "due_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    to: Mapped[OfferTo] = mapped_column("offered_to", choice(OfferTo, "offer_to"))
    state: Mapped[OfferState] = mapped_column(choice(OfferState, "offer_state"), default=OfferState.open)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When it is looked at again."""
    reminders: Mapped[int] = mapped_column(default=0)
    """How often the head was told that nobody takes it."""
    ended_at: Mapped[datetime | None]

    def end(self, state: OfferState, now: datetime) -> None:
        """It waits no longer."""
        self.state = state
        self.ended_at = now
