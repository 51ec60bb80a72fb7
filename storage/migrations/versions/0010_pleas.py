"""Pleas of customers on their open cases.

Revision: 0010
Follows: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "plea",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("kind", _choice("plea_kind", "hurry", "head"), nullable=False),
        sa.Column("state", _choice("plea_state", "open", "answered", "moot"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("made_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("next_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["support_case.id"], name=op.f("fk_plea_case_id_support_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plea")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("plea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plea_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_plea_next",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def downgrade() -> None:
    op.drop_table("plea")
