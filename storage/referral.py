"""Referrals: an existing customer brings a new one. Who registered first keeps the referral."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.errors import NotAllowed
from storage.model import Key, Model
from storage.types import choice


class ReferralState(StrEnum):
    """registered → arrived → approved; rejected and expired are ends too, with reasons."""

    registered = "registered"
    arrived = "arrived"
    approved = "approved"
    rejected = "rejected"
    expired = "expired"


STANDING = (ReferralState.registered, ReferralState.arrived, ReferralState.approved)
_STANDS = text("state IN ('registered', 'arrived', 'approved')")


class ReferralCode(Model):
    """The code in a customer's personal link."""

    __tablename__ = "referral_code"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)


class Referral(Model):
    """One friend of one referrer. `friend_phone` is E.164 and unique among referrals that stand."""

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_friend_phone", "friend_phone"),
        Index(
            "uq_referral_friend_phone",
            "friend_phone",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_referral_state", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    referrer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    friend_name: Mapped[str] = mapped_column(String(255), default="")
    friend_phone: Mapped[str | None] = mapped_column(String(20))
    wants: Mapped[str] = mapped_column(Text, default="")
    friend_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    """The friend's person, once they have written to us."""
    state: Mapped[ReferralState] = mapped_column(
        choice(ReferralState, "referral_state"), default=ReferralState.registered
    )
    reason: Mapped[str | None] = mapped_column(String(40))
    registered_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    def arrive(self, friend_id: int, now: datetime) -> None:
        """The friend has written to us. Raises NotAllowed unless it was only registered."""
        if self.state is not ReferralState.registered:
            raise NotAllowed(self.state.value)
        self.state = ReferralState.arrived
        self.friend_id = friend_id
        self.arrived_at = now

    def refuse(self, reason: str, now: datetime) -> None:
        """The rules themselves say no. Raises NotAllowed when it is decided already."""
        if self.state not in (ReferralState.registered, ReferralState.arrived):
            raise NotAllowed(self.state.value)
        self.state = ReferralState.rejected
        self.reason = reason
        self.decided_at = now

    def expire(self, now: datetime) -> None:
        """The friend has not come in time. Raises NotAllowed once they have, or it is decided."""
        if self.state is not ReferralState.registered:
            raise NotAllowed(self.state.value)
        self.state = ReferralState.expired
        self.decided_at = now

    def decide(self, approved: bool, staff_id: int, now: datetime, reason: str | None = None) -> None:
        """A manager decides. Raises NotAllowed when somebody already has."""
        if self.state not in (ReferralState.registered, ReferralState.arrived):
            raise NotAllowed(self.state.value)
        self.state = ReferralState.approved if approved else ReferralState.rejected
        self.reason = reason
        self.decided_by = staff_id
        self.decided_at = now
