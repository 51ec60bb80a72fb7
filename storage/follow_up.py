"""Follow-ups: a message owed to a customer at a time, with its outcome."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.errors import NotAllowed
from storage.model import Key, Model
from storage.types import choice


class FollowUpState(StrEnum):
    """due → asked → answered; or cancelled (moot), or unreached after the set attempts."""

    due = "due"
    asked = "asked"
    answered = "answered"
    cancelled = "cancelled"
    unreached = "unreached"


_OPEN = text("state IN ('due', 'asked')")


class FollowUp(Model):
    """One follow-up of one customer. `programme` is the rule it comes from, as `return_visit`."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    programme: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("support_case.id"), index=True)
    state: Mapped[FollowUpState] = mapped_column(
        choice(FollowUpState, "follow_up_state"), default=FollowUpState.due
    )
    due_at: Mapped[datetime]
    """Business time of the next step: the question, or the next attempt."""
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(20))
    """satisfied, so_so, not_satisfied; or why it was cancelled."""
    words: Mapped[str] = mapped_column(Text, default="")
    """What the customer would like better. Personal text."""
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    def ask(self, now: datetime, next_at: datetime) -> None:
        """The question goes out; without an answer it is due again at `next_at`."""
        if self.state not in (FollowUpState.due, FollowUpState.asked):
            raise NotAllowed(self.state.value)
        self.state = FollowUpState.asked
        self.attempts += 1
        self.asked_at = self.asked_at or now
        self.due_at = next_at

    def answer(self, outcome: str, now: datetime) -> None:
        """The customer answered, be it after we gave up. Raises NotAllowed when they had answered already."""
        if self.state is FollowUpState.answered:
            raise NotAllowed(self.state.value)
        self.state = FollowUpState.answered
        self.outcome = outcome
        self.settled_at = now

    def settle(self, state: FollowUpState, why: str, now: datetime) -> None:
        """It ends without an answer: cancelled because it is moot, or unreached."""
        if self.state not in (FollowUpState.due, FollowUpState.asked):
            raise NotAllowed(self.state.value)
        self.state = state
        self.outcome = why
        self.settled_at = now
