"""Staff: agents and managers, their departments, and the one-time links by which they get in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import Json, choice


class StaffRole(StrEnum):
    """What a member of staff may do everywhere; duties in departments come on top."""

    agent = "agent"
    manager = "manager"


class Staff(Model):
    """A person in their role as agent or manager. `left_at` ends every right at once."""

    __tablename__ = "staff"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    role: Mapped[StaffRole] = mapped_column(choice(StaffRole, "staff_role"))
    public_name: Mapped[str] = mapped_column(String(64), default="")
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"))
    """Their private chat with the bot."""
    replies: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many of their messages went to customers, counted as long as they are asked before each."""
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    off_since: Mapped[datetime | None]
    """Set while they are off duty by their own word. Who never said a word is there in opening hours."""
    off_until: Mapped[datetime | None] = mapped_column(index=True)
    """When a pause ends by itself; None if only their word ends it."""

    def present(self, now: datetime) -> bool:
        """Whether they are there, as far as they have said. A pause that is over counts no more."""
        return self.off_since is None or (self.off_until is not None and self.off_until <= now)


class Assignment(StrEnum):
    """How a department's new cases find somebody."""

    offer = "offer"
    balanced = "balanced"


class Department(Model):
    """Agents with a duty. The groups it works in are `DepartmentGroup`s.

    What was said of it in the chat lives here and goes over the settings; None: as the settings have it.
    """

    __tablename__ = "department"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(80), default="")
    name_en: Mapped[str] = mapped_column(String(80), default="")
    named: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a manager named it in the chat: then the settings do so no more."""
    week: Mapped[list[Any] | None] = mapped_column(Json)
    """Its usual hours as said in the chat: from Monday on, pairs of minutes from midnight."""
    capacity: Mapped[int | None]
    """How many open cases one member is given at most."""
    assignment: Mapped[Assignment | None] = mapped_column(choice(Assignment, "assignment"))


class MembershipRole(StrEnum):
    """A member's duty in one department."""

    member = "member"
    deputy = "deputy"
    head = "head"


class DepartmentMember(Model):
    """That a member of staff belongs to a department."""

    __tablename__ = "department_member"
    __table_args__ = (UniqueConstraint("department_id", "staff_id"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    role: Mapped[MembershipRole] = mapped_column(
        choice(MembershipRole, "membership_role"), default=MembershipRole.member
    )
    skills: Mapped[list[Any] | None] = mapped_column(Json)
    """The categories they know best; None or empty: all alike."""
    languages: Mapped[list[Any] | None] = mapped_column(Json)
    """The languages they write; None or empty: all of ours."""


class Invite(Model):
    """A one-time, expiring way in. Only the token's hash is kept."""

    __tablename__ = "invite"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[StaffRole] = mapped_column(choice(StaffRole, "invite_role"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
