"""Kind words of customers.

Revision: 0017
Follows: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "praise",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.Column("department_id", _KEY, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_praise_person_id_person")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_praise_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_praise_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_praise")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("praise", schema=None) as batch_op:
        for column in ("at", "person_id", "staff_id"):
            batch_op.create_index(batch_op.f(f"ix_praise_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("praise")
