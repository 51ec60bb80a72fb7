"""Bills are looked after from the repair on: those that nobody has written yet, too.

Revision: 0030
Follows: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_DUE = sa.text("bill = 'due'")
_LOOKED_AFTER = sa.text("pay_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_work_order_pay_at", table_name="work_order")
    op.create_index(
        "ix_work_order_pay_at",
        "work_order",
        ["pay_at"],
        sqlite_where=_LOOKED_AFTER,
        postgresql_where=_LOOKED_AFTER,
    )
    op.execute(
        "UPDATE work_order SET pay_at = repaired_at"
        " WHERE bill = 'none' AND state = 'repaired' AND price > 0 AND pay_at IS NULL"
    )


def downgrade() -> None:
    op.execute("UPDATE work_order SET pay_at = NULL WHERE bill <> 'due'")
    op.drop_index("ix_work_order_pay_at", table_name="work_order")
    op.create_index(
        "ix_work_order_pay_at", "work_order", ["pay_at"], sqlite_where=_DUE, postgresql_where=_DUE
    )
