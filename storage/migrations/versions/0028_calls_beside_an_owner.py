"""A call knows whose case it is if its owner is away; who spoke last, and open topics, are found at once.

Revision: 0028
Follows: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_VOICES = sa.text("verb IN ('case.replied', 'case.opened')")


def upgrade() -> None:
    with op.batch_alter_table("call_out", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", _KEY, nullable=True))
        batch_op.create_foreign_key(op.f("fk_call_out_owner_id_staff"), "staff", ["owner_id"], ["id"])
    op.create_index(
        "ix_event_voices", "event", ["person_id", "at"], sqlite_where=_VOICES, postgresql_where=_VOICES
    )
    op.create_index(
        "ix_topic_open",
        "topic",
        ["chat_id"],
        sqlite_where=sa.text("closed = 0"),
        postgresql_where=sa.text("NOT closed"),
    )


def downgrade() -> None:
    op.drop_index("ix_topic_open", table_name="topic")
    op.drop_index("ix_event_voices", table_name="event")
    with op.batch_alter_table("call_out", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_call_out_owner_id_staff"), type_="foreignkey")
        batch_op.drop_column("owner_id")
