"""Promises: a time by which the customer hears from us, shown to them, watched, never broken in silence."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.errors import NotAllowed
from storage.model import Key, Model
from storage.types import choice


class PromiseState(StrEnum):
    """open → kept | broken → kept_late; renewed by a later one; moot, broken or not, when its case ended."""

    open = "open"
    kept = "kept"
    broken = "broken"
    kept_late = "kept_late"
    renewed = "renewed"
    moot = "moot"


_WATCHED = text("state IN ('open', 'broken')")


class Promise(Model):
    """One promise to one customer. `local` and `zone` keep what was said in words."""

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_watch", "watch_at", sqlite_where=_WATCHED, postgresql_where=_WATCHED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """first_answer or finding."""
    state: Mapped[PromiseState] = mapped_column(
        choice(PromiseState, "promise_state"), default=PromiseState.open
    )
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    local: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(48))
    rule: Mapped[str] = mapped_column(String(160))
    """Which rule made it, its term and its version, as in `first_answer/complaint 24 h v2`."""
    unit: Mapped[str] = mapped_column(String(16), default="calendar", server_default="calendar")
    """By which clock it runs: calendar, working_time or working_days."""
    watch_at: Mapped[datetime]
    """When to look at it next: a warning, or the due time."""
    warnings: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    """Since when we wait for the customer: the time stands still."""
    left_seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    """What was left when it was paused, by its own clock."""
    resumed_at: Mapped[datetime | None]
    """From when its reminders are counted, if it was paused."""
    reminders: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the customer's answer was looked after during this pause."""
    renewals: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the customer was already given a later time."""
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why it was made anew: a code, or an agent's words to the customer."""
    level: Mapped[int] = mapped_column(default=0, server_default="0")
    """Once broken, how far it has climbed: 0 the agents, 1 the head as well, 2 the managers as well."""
    step_at: Mapped[datetime | None]
    """When it climbs further, unless somebody says before that they see to it."""
    seen_at: Mapped[datetime | None]
    """When somebody last said that they see to it."""
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    foretold_at: Mapped[datetime | None]
    """When the customer was told that it is about to break."""

    def keep(self, now: datetime) -> None:
        """What was promised has happened, in time or late."""
        if self.state is PromiseState.open:
            late = self.paused_at is None and now > self.due_at
            self.state = PromiseState.kept_late if late else PromiseState.kept
        elif self.state is PromiseState.broken:
            self.state = PromiseState.kept_late
        self.settled_at = self.settled_at or now

    def breach(self) -> None:
        """The time has come and it was not kept. `settled_at` stays empty until the customer was told."""
        if self.state is PromiseState.open:
            self.state = PromiseState.broken

    def pause(self, now: datetime, left_seconds: int) -> None:
        """The customer's answer is needed. Raises NotAllowed unless it runs."""
        if self.state is not PromiseState.open or self.paused_at is not None:
            raise NotAllowed(self.state.value)
        self.paused_at = now
        self.left_seconds = left_seconds
        self.reminders = 0

    def resume(self, now: datetime, due: datetime, zone: ZoneInfo) -> None:
        """The time runs on. Raises NotAllowed unless it stands still."""
        if self.state is not PromiseState.open or self.paused_at is None:
            raise NotAllowed(self.state.value)
        self.paused_at = None
        self.resumed_at = now
        self.warnings = 0
        self.due_at = due
        self.local = due.astimezone(zone).isoformat(timespec="minutes")

    def renew(self, now: datetime) -> None:
        """A later promise takes its place. Raises NotAllowed unless it runs and is not yet due."""
        if self.state is not PromiseState.open or self.paused_at is not None or self.due_at <= now:
            raise NotAllowed(self.state.value)
        self.state = PromiseState.renewed
        self.settled_at = now

    def stand_again(self, now: datetime) -> None:
        """The answer that kept it was taken back: the same time counts, and it is looked at at once."""
        if self.state is PromiseState.kept:
            self.state = PromiseState.open
            self.settled_at = None
        elif self.state is PromiseState.kept_late:
            self._as_it_stood(now)
        self.watch_at = now

    def revive(self, now: datetime) -> None:
        """It gave way to another by mistake: it stands again, and is looked at at once."""
        if self.state is PromiseState.moot:
            self._as_it_stood(now)
            self.watch_at = now

    def _as_it_stood(self, now: datetime) -> None:
        """Broken if it was; one that only came due meanwhile the watch breaks: nobody was told of it yet."""
        was_broken = self.due_at <= now and (self.level > 0 or self.step_at is not None)
        self.state = PromiseState.broken if was_broken else PromiseState.open
        if not was_broken:
            self.settled_at = None

    def drop(self, now: datetime) -> None:
        """There is nothing left to keep, nor to remind of; that it broke, the events tell."""
        if self.state in (PromiseState.open, PromiseState.broken):
            self.state = PromiseState.moot
            self.settled_at = self.settled_at or now
