"""Open cases for which nothing is promised at present.

Revision: 0025
Follows: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = storage.types.UtcDateTime()


def upgrade() -> None:
    op.create_table(
        "idle_case",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("look_at", _MOMENT, nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_idle_case_case_id_support_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idle_case")),
        sa.UniqueConstraint("case_id", name=op.f("uq_idle_case_case_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("idle_case", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_idle_case_look_at"), ["look_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("idle_case", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_idle_case_look_at"))
    op.drop_table("idle_case")
