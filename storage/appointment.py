"""Appointments: a time at which a colleague is at the customer's door, promised and counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.errors import NotAllowed
from storage.model import Key, Model
from storage.types import choice


class AppointmentState(StrEnum):
    """proposed → agreed → arrived; moved by another one told beforehand; dropped: no longer wanted."""

    proposed = "proposed"
    agreed = "agreed"
    arrived = "arrived"
    moved = "moved"
    dropped = "dropped"


_STANDS = text("state = 'agreed'")


class Appointment(Model):
    """One time, proposed to one customer. `local` and `zone` keep what was said in words."""

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_look_at", "look_at", sqlite_where=_STANDS, postgresql_where=_STANDS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    state: Mapped[AppointmentState] = mapped_column(
        choice(AppointmentState, "appointment_state"), default=AppointmentState.proposed
    )
    starts_at: Mapped[datetime]
    local: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(48))
    proposed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it is later than the one before: a code, or an agent's words to the customer. Erasable."""
    look_at: Mapped[datetime]
    """When to look at it next: a reminder, or the time itself."""
    reminders: Mapped[int] = mapped_column(default=0)
    """How many of its reminders are behind it, whether sent or passed over."""
    asked_at: Mapped[datetime | None]
    """When the customer was asked whether somebody has come, because nobody had said so."""
    arrived_at: Mapped[datetime | None]
    on_time: Mapped[bool | None]
    """As counted when they arrived; None while nobody has."""
    ended_at: Mapped[datetime | None]

    @property
    def stands(self) -> bool:
        """Whether somebody is expected to come."""
        return self.state is AppointmentState.agreed

    def agree(self, now: datetime) -> None:
        """The customer takes this time. Raises NotAllowed unless it is proposed and still to come."""
        if self.state is not AppointmentState.proposed:
            raise NotAllowed(self.state.value)
        if self.starts_at <= now:
            raise NotAllowed("over")
        self.state = AppointmentState.agreed
        self.agreed_at = now

    def arrive(self, now: datetime, within: timedelta) -> bool:
        """Somebody is there: whether within `within` of the time. Raises NotAllowed unless it was agreed."""
        if self.state is not AppointmentState.agreed:
            raise NotAllowed(self.state.value)
        self.state = AppointmentState.arrived
        self.arrived_at = self.ended_at = now
        self.on_time = abs(now - self.starts_at) <= within
        return self.on_time

    def move(self, now: datetime) -> None:
        """Another time takes its place, told beforehand. Raises NotAllowed unless it was agreed."""
        if self.state is not AppointmentState.agreed:
            raise NotAllowed(self.state.value)
        self.state = AppointmentState.moved
        self.ended_at = now

    def drop(self, now: datetime) -> None:
        """It is not wanted any more. Raises NotAllowed once somebody was there, or another took its place."""
        if self.state not in (AppointmentState.proposed, AppointmentState.agreed):
            raise NotAllowed(self.state.value)
        self.state = AppointmentState.dropped
        self.ended_at = now
