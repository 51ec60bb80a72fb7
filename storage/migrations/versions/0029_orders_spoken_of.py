"""When the clock last spoke of an order: after a long standstill it does not say all at once.

Revision: 0029
Follows: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer_order", sa.Column("spoken_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("customer_order", "spoken_at")
