"""What to remember of a customer, cards that tell the time left, pinned lists, and messages that wait.

Revision: 0022
Follows: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = sa.text("settled_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("customer", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("preferences", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("topic", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("card_next_at", storage.types.UtcDateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_topic_card_next_at"), ["card_next_at"])
    op.create_table(
        "board",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("chat_id", _KEY, nullable=False),
        sa.Column("message", sa.String(64), nullable=True),
        sa.Column("shown", sa.String(64), nullable=False),
        sa.Column("shown_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("look_at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_board_chat_id_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_board_chat_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_look_at"), ["look_at"])
    op.create_table(
        "pending_message",
        sa.Column("id", _KEY, nullable=False),
        sa.Column(
            "waits",
            sa.Enum(
                "conduct",
                "which_case",
                name="pending_waits",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("until", storage.types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_pending_message_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_pending_message_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pending_message_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_message")),
        sa.UniqueConstraint(
            "conversation_id", "message", name=op.f("uq_pending_message_conversation_id_message")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pending_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pending_message_case_id"), ["case_id"])
        batch_op.create_index(
            "ix_pending_message_until", ["until"], sqlite_where=_WAITING, postgresql_where=_WAITING
        )


def downgrade() -> None:
    op.drop_table("pending_message")
    op.drop_table("board")
    with op.batch_alter_table("topic", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_card_next_at"))
        batch_op.drop_column("card_next_at")
    with op.batch_alter_table("customer", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_column("preferences")
