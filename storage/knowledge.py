"""What was changed about the questions and answers in the chat: rows that win over the file of the base."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Key, Model
from storage.types import BigKey, choice


class ChangeKind(StrEnum):
    """What somebody did to an entry."""

    created = "created"
    wording_added = "wording_added"
    wording_removed = "wording_removed"
    answer_edited = "answer_edited"
    hidden = "hidden"
    published = "published"
    file_added = "file_added"
    file_removed = "file_removed"
    file_taken = "file_taken"
    file_refused = "file_refused"
    undone = "undone"


class KnowledgeState(Model):
    """The one row that says how far the base has come. Whoever changes the base locks it first.

    So versions become visible in their order, and a reader that has seen one has missed none before it.
    """

    __tablename__ = "knowledge_state"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigKey, default=0)


class KnowledgeEntry(Model):
    """An entry that was changed in the chat. `body` wins over the file; None: the file's word stands."""

    __tablename__ = "knowledge_entry"
    __table_args__ = (Index("ix_knowledge_entry_version", "version"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    entry: Mapped[str] = mapped_column(String(80), unique=True)
    body: Mapped[dict[str, Any] | None]
    file_body: Mapped[dict[str, Any] | None]
    """The file's entry when it was last changed here, or reviewed; None: the file had none."""
    asked_about: Mapped[str | None] = mapped_column(String(64))
    """The fingerprint of the file's newer entry that managers were asked about."""
    version: Mapped[int] = mapped_column(BigKey)
    changed_at: Mapped[datetime]


class KnowledgeChange(Model):
    """Who changed which entry and when, with what it was before: every step can be taken back."""

    __tablename__ = "knowledge_change"
    __table_args__ = (Index("ix_knowledge_change_entry", "entry", "id"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(BigKey, unique=True)
    entry: Mapped[str] = mapped_column(String(80))
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind, "knowledge_change_kind"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    before: Mapped[dict[str, Any] | None]
    """The row's body before it; None: the file's word stood."""
    after: Mapped[dict[str, Any] | None]
    undoes: Mapped[int | None] = mapped_column(BigKey)
    """The change that this one takes back."""
    settles: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids of the customers' questions and colleagues' answers that this took care of, by table.

    They are open again when it is undone.
    """


class KnownFile(Model):
    """A file of an answer that an account's channel holds already: it is sent by its id, not uploaded again.

    What a manager sent in the chat has no `sign`; an upload carries that of the file it was made of, so that
    a file that has changed on the disk is uploaded anew.
    """

    __tablename__ = "known_file"
    __table_args__ = (UniqueConstraint("account_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(255))
    """As the entry names it."""
    sign: Mapped[str] = mapped_column(String(64), default="")
    file_id: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime]


class HumanAnswer(Model):
    """What a colleague answered to a question that was handed over: a candidate for the base.

    Both texts are kept without numbers and addresses, and go with the retention time of questions.
    """

    __tablename__ = "human_answer"
    __table_args__ = (Index("ix_human_answer_at", "at"), {"sqlite_autoincrement": True})

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), unique=True)
    asked: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    replies: Mapped[int] = mapped_column(SmallInteger, default=1)
    """How many replies were looked at; the longest of the first few is the one that says something."""
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
