"""What a confidence is worth is measured where the matcher is built, no longer kept beside the base.

Revision: 0012
Follows: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("knowledge_state", schema=None) as batch_op:
        batch_op.drop_column("bar_of")
        batch_op.drop_column("bar")


def downgrade() -> None:
    with op.batch_alter_table("knowledge_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bar", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("bar_of", sa.String(length=64), nullable=True))
