"""Days with hours of their own.

Revision: 0004
Follows: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exceptional_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("intervals", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("removed_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_exceptional_day_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_exceptional_day_created_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exceptional_day")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("exceptional_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exceptional_day_last_day"), ["last_day"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("exceptional_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exceptional_day_last_day"))

    op.drop_table("exceptional_day")
