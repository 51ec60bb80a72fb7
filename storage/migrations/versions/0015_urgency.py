"""Cases know how soon the customer needs somebody.

Revision: 0015
Follows: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    urgency = sa.Enum(
        "normal", "urgent", name="case_urgency", native_enum=False, create_constraint=True, length=32
    )
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("urgency", urgency, server_default="normal", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_constraint(op.f("ck_support_case_case_urgency"), type_="check")
        batch_op.drop_column("urgency")
