"""In which words a major matter was noticed, so that they are told again with it.

Revision: 0031
Follows: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("major_matter", sa.Column("words", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("major_matter", "words")
