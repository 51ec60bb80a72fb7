"""People: who they are to us, by which identities they reach us, and their customer file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model


class Person(Model):
    """A human being. Customer and staff are roles of a person; one may be both."""

    __tablename__ = "person"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    """E.164. Given by the person or vouched for by the channel."""
    language: Mapped[str] = mapped_column(String(8), default="en")
    """zh or en: chosen by the person if `language_chosen`, else that of their last clear message."""
    language_chosen: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Identity(Model):
    """How a person is known on an account."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("account_id", "external_id"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    external_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    username: Mapped[str | None] = mapped_column(String(64))


CLASSES = ("core", "potential", "regular", "assisted")
"""The classes of customers, by present and potential value. Being a VIP comes on top of any."""


class Customer(Model):
    """A person's customer file. Its chat is where we reach them (None for an imported customer)."""

    __tablename__ = "customer"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"))
    customer_class: Mapped[str] = mapped_column(String(20), default="regular")
    """One of `CLASSES`."""
    vip: Mapped[bool] = mapped_column(default=False)
    account_manager_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    """Who owns the customer's relation."""
    preferences: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What colleagues should remember, in their own words. Personal text: erasable, never in logs."""
    source: Mapped[str] = mapped_column(String(40), default="chat")
    joined_at: Mapped[datetime]
