"""Leases on duties that only one process may have, and cron slots that only one may run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Model


class Lease(Model):
    """A duty (`poll:3`, `send:3`, `work`) and the process that has it, until a machine time."""

    __tablename__ = "lease"

    duty: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]


class Slot(Model):
    """That a job ran for a slot (a local date, an hour): the first to insert it runs it."""

    __tablename__ = "slot"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
