"""Albums, messages of a flood, copies in several parts, and what is wrong with delivering to a chat.

Revision: 0008
Follows: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "album_part",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("album", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("case_id", _KEY, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_album_part_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_album_part_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_album_part")),
        sa.UniqueConstraint("conversation_id", "message", name=op.f("uq_album_part_conversation_id_message")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("album_part", schema=None) as batch_op:
        batch_op.create_index("ix_album_part_case_id", ["case_id"], unique=False)
        batch_op.create_index("ix_album_part_at", ["at"], unique=False)

    op.create_table(
        "held_message",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "kept",
                "offered",
                "passed",
                name="held_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_held_message_conversation_id_conversation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_message")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("held_message", schema=None) as batch_op:
        batch_op.create_index("ix_held_message_conversation_id", ["conversation_id", "id"], unique=False)
        batch_op.create_index("ix_held_message_state", ["state", "conversation_id"], unique=False)

    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trouble", sa.String(length=64), nullable=True))
    with op.batch_alter_table("relay", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part", sa.SmallInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("relay", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_column("part")
    with op.batch_alter_table("chat", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_column("trouble")
    op.drop_table("held_message")
    op.drop_table("album_part")
