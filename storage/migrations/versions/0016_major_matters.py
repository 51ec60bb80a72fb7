"""Major matters that managers are told of at once.

Revision: 0016
Follows: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "major_matter",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("case_id", _KEY, nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("found_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("next_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("acknowledged_by", _KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_major_matter_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["person.id"], name=op.f("fk_major_matter_acknowledged_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_major_matter")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("major_matter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_major_matter_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_major_matter_next",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("acknowledged_at IS NULL"),
            postgresql_where=sa.text("acknowledged_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("major_matter")
