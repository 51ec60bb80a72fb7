"""Cases are found by when they came, without looking at all there ever were.

Revision: 0026
Follows: 0025
"""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("support_case", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_support_case_created_at"), ["created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("support_case", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_support_case_created_at"))
