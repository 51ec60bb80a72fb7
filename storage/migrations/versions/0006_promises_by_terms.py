"""Promises keep the clock they run by and the whole of their rule.

Revision: 0006
Follows: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("promise", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(
            sa.Column("unit", sa.String(length=16), server_default="calendar", nullable=False)
        )
        batch_op.alter_column("rule", existing_type=sa.String(length=40), type_=sa.String(length=160))


def downgrade() -> None:
    op.execute(sa.text("UPDATE promise SET rule = substr(rule, 1, 40)"))
    with op.batch_alter_table("promise", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.alter_column("rule", existing_type=sa.String(length=160), type_=sa.String(length=40))
        batch_op.drop_column("unit")
