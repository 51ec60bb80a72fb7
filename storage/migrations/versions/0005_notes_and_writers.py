"""Notes among agents, colleagues who write beside a case's owner, and the first replies of new agents.

Revision: 0005
Follows: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("chat_id", _KEY, nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["support_case.id"], name=op.f("fk_note_case_id_support_case")),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_note_chat_id_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("chat_id", "message", name=op.f("uq_note_chat_id_message")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_writer",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("staff_id", _KEY, nullable=False),
        sa.Column("joined_at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_case_writer_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_writer_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_writer")),
        sa.UniqueConstraint("case_id", "staff_id", name=op.f("uq_case_writer_case_id_staff_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("case_writer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_writer_staff_id"), ["staff_id"], unique=False)

    # Who is in service already is no beginner: nobody begins to ask them.
    op.add_column("staff", sa.Column("replies", sa.Integer(), server_default="100", nullable=False))
    with op.batch_alter_table("staff", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.alter_column("replies", existing_type=sa.Integer(), server_default="0")


def downgrade() -> None:
    with op.batch_alter_table("staff", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_column("replies")
    op.drop_table("case_writer")
    op.drop_table("note")
