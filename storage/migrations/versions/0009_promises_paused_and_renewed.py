"""Promises stand still while we wait for the customer, and are made anew before they break.

Revision: 0009
Follows: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = ("open", "kept", "broken", "kept_late", "moot")
STATES = "ck_promise_promise_state"
KEEPING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("promise", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("paused_at", storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("resumed_at", storage.types.UtcDateTime(), nullable=True))
        for name in ("left_seconds", "reminders", "renewals"):
            batch_op.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("reason", sa.Text(), server_default="", nullable=False))
    _allow((*BEFORE, "renewed"))


def downgrade() -> None:
    op.execute(sa.text("UPDATE promise SET state = 'moot' WHERE state = 'renewed'"))
    _allow(BEFORE)
    with op.batch_alter_table("promise", schema=None, table_kwargs=KEEPING) as batch_op:
        for name in ("reason", "renewals", "reminders", "left_seconds", "resumed_at", "paused_at"):
            batch_op.drop_column(name)


def _allow(states: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("promise", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_constraint(op.f(STATES), type_="check")
        batch_op.create_check_constraint(op.f(STATES), f"state IN ({allowed})")
