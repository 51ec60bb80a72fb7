"""What the clock looks at is found without looking at what is over.

Revision: 0013
Follows: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
WATCHED = sa.text("state IN ('open', 'broken')")
WORDED = sa.text("text <> ''")


def upgrade() -> None:
    op.drop_index("ix_promise_watch", "promise")
    op.create_index(
        "ix_promise_watch", "promise", ["watch_at"], sqlite_where=WATCHED, postgresql_where=WATCHED
    )
    op.create_index(
        "ix_question_worded", "question", ["asked_at"], sqlite_where=WORDED, postgresql_where=WORDED
    )


def downgrade() -> None:
    op.drop_index("ix_question_worded", "question")
    op.drop_index("ix_promise_watch", "promise")
    op.create_index("ix_promise_watch", "promise", ["watch_at"], sqlite_where=OPEN, postgresql_where=OPEN)
