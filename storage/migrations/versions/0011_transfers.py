"""How often a case was passed on.

Revision: 0011
Follows: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.add_column("support_case", sa.Column("transfers", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_column("transfers")
