"""Cases: one matter of one customer, its states and the ways between them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.errors import NotAllowed
from storage.model import Key, Model
from storage.types import choice


class CaseKind(StrEnum):
    """What a case is about."""

    inquiry = "inquiry"
    complaint = "complaint"
    suggestion = "suggestion"
    service_request = "service_request"
    order_question = "order_question"


class Urgency(StrEnum):
    """How soon the customer needs somebody."""

    normal = "normal"
    urgent = "urgent"


class CaseState(StrEnum):
    """Where a case stands. Only `closed` is an end, and even that may be reopened."""

    received = "received"
    taken = "taken"
    resolved = "resolved"
    reopened = "reopened"
    closed = "closed"


class Waiting(StrEnum):
    """What an open case waits for beside us: its customer's answer, or a part."""

    customer = "customer"
    parts = "parts"


class Outcome(StrEnum):
    """How a case was closed."""

    satisfied = "satisfied"
    answered = "answered"
    withdrawn = "withdrawn"
    undetermined = "undetermined"
    merged = "merged"
    """It goes on as another case of the same customer."""


OPEN_STATES = (CaseState.received, CaseState.taken, CaseState.resolved, CaseState.reopened)
WAITING_FOR_US = (CaseState.received, CaseState.taken, CaseState.reopened)


class Case(Model):
    """One matter of one customer. The verbs check, move the state and say so; callers record the event."""

    __tablename__ = "support_case"
    __table_args__ = (
        Index("ix_case_state", "state", "department_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[CaseKind] = mapped_column(choice(CaseKind, "case_kind"))
    state: Mapped[CaseState] = mapped_column(choice(CaseState, "case_state"), default=CaseState.received)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """The customer."""
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    """Where the customer is reached."""
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    first_taker_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who took it first stays responsible until it is closed (first taker duty)."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    transfers: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was passed on to another department or colleague."""
    category: Mapped[str] = mapped_column(String(40), default="")
    urgency: Mapped[Urgency] = mapped_column(
        choice(Urgency, "case_urgency"), default=Urgency.normal, server_default=Urgency.normal.value
    )
    summary: Mapped[str] = mapped_column(Text, default="")
    """The customer's words. Personal text: erasable, never in logs."""
    contact: Mapped[str] = mapped_column(String(255), default="")
    details: Mapped[dict[str, Any] | None]
    """What else the customer said, by the name of the question: a code, or words. Personal text: erasable."""
    waits_for: Mapped[Waiting | None] = mapped_column(choice(Waiting, "case_waits_for"))
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome, "case_outcome"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("support_case.id"), index=True)
    """The case it goes on as, whatever it says itself; never one that is merged too."""
    supervised: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    """When a person first answered. Automatic words are no answer."""
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether the customer's matter still stands."""
        return self.state is not CaseState.closed

    def take(self, staff_id: int) -> None:
        """An agent makes it theirs. Raises NotAllowed if it is somebody's already, or over."""
        if self.state not in (CaseState.received, CaseState.reopened):
            raise NotAllowed("taken" if self.state is CaseState.taken else self.state.value)
        if self.state is CaseState.reopened and self.owner_id not in (None, staff_id):
            raise NotAllowed("taken")
        self.state = CaseState.taken
        self.owner_id = staff_id
        self.first_taker_id = self.first_taker_id or staff_id

    def transfer(self, department_id: int, owner_id: int | None) -> None:
        """Another department or colleague goes on with it; the first taker stays on record.

        Raises NotAllowed unless it is ours to go on with.
        """
        if self.state not in WAITING_FOR_US:
            raise NotAllowed(self.state.value)
        self.department_id = department_id
        self.owner_id = owner_id
        self.transfers += 1
        if owner_id is None and self.state is CaseState.taken:
            self.state = CaseState.received
        elif owner_id is not None:
            self.first_taker_id = self.first_taker_id or owner_id
            if self.state is CaseState.received:
                self.state = CaseState.taken

    def relieve(self) -> None:
        """The first taker is answerable no longer: the owner is. Raises NotAllowed while nobody owns it."""
        if self.owner_id is None:
            raise NotAllowed(self.state.value)
        self.first_taker_id = self.owner_id

    def answer(self, now: datetime) -> bool:
        """A person wrote to the customer. True if it was the first answer."""
        first = self.answered_at is None
        self.answered_at = self.answered_at or now
        return first

    def wait_for(self, what: Waiting) -> None:
        """The customer's answer, or a part, is needed first. Raises NotAllowed if nobody works on it."""
        if self.state not in (CaseState.taken, CaseState.reopened):
            raise NotAllowed(self.state.value)
        self.waits_for = what

    def go_on(self) -> None:
        """What it waited for is there. Raises NotAllowed if it waits for nothing."""
        if self.waits_for is None:
            raise NotAllowed(self.state.value)
        self.waits_for = None

    def resolve(self, now: datetime) -> None:
        """The department has done its part; the customer has the last word. Raises NotAllowed if over."""
        if self.state not in (CaseState.taken, CaseState.reopened):
            raise NotAllowed(self.state.value)
        self.state = CaseState.resolved
        self.waits_for = None
        self.resolved_at = now

    def close(self, outcome: Outcome, now: datetime) -> None:
        """The matter is over. Raises NotAllowed if it is already."""
        if self.state is CaseState.closed:
            raise NotAllowed("closed")
        self.state = CaseState.closed
        self.waits_for = None
        self.outcome = outcome
        self.closed_at = now

    def merge_into(self, other: Case, now: datetime) -> None:
        """It goes on as another open case of the same customer. Raises NotAllowed if either is over."""
        if other.state is CaseState.closed:
            raise NotAllowed("closed")
        self.close(Outcome.merged, now)
        self.merged_into_id = other.id

    def part(self, state: CaseState) -> None:
        """It stands by itself again, as it did before it was merged. Raises NotAllowed if it was not."""
        if self.merged_into_id is None:
            raise NotAllowed(self.state.value)
        self.state = state
        self.outcome = None
        self.closed_at = None
        self.merged_into_id = None

    def reopen(self, *, supervised: bool = True) -> None:
        """There is more to do, for the same owner. Only after resolved.

        A customer who is not satisfied has it `supervised` from now on, until it is closed for good.
        """
        if self.state not in (CaseState.resolved, CaseState.closed) or self.merged_into_id is not None:
            raise NotAllowed(self.state.value)
        self.state = CaseState.reopened
        self.supervised = self.supervised or supervised
        self.outcome = None
        self.resolved_at = None
        self.closed_at = None
        self.answered_at = None


REACH = "reach"
"""The kind of a message that says how a customer is reached: only whoever looks after them hears it."""


class Evidence(Model):
    """Something a customer handed in with a case: a message of theirs that can be copied again."""

    __tablename__ = "evidence"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    message_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[str] = mapped_column(String(255), default="")
    unique_id: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int | None]


class CaseWriter(Model):
    """A colleague who joined: their words go to the customer beside the owner's."""

    __tablename__ = "case_writer"
    __table_args__ = (UniqueConstraint("case_id", "staff_id"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    joined_at: Mapped[datetime]
