"""Stored actions: what a button does. The button itself carries only the action's random id."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import String, Table
from sqlalchemy.orm import Mapped, mapped_column

from storage.model import Model


class Action(Model):
    """One thing a button may do, for whom (`audience`), until when, and whether it was done.

    Audiences: `person:<id>`, `department:<id>`, `managers`, `staff`.
    """

    __tablename__ = "action"

    token: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    audience: Mapped[str] = mapped_column(String(40))
    once: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


ACTIONS = cast("Table", Action.__table__)
