"""The base changed in the chat, answers of colleagues, voice notes, and what became of questions.

Revision: 0002
Follows: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.String(length=80), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("file_body", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("asked_about", sa.String(length=64), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("changed_at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_entry")),
        sa.UniqueConstraint("entry", name=op.f("uq_knowledge_entry_entry")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("knowledge_entry", schema=None) as batch_op:
        batch_op.create_index("ix_knowledge_entry_version", ["version"], unique=False)

    op.create_table(
        "knowledge_state",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bar", sa.Double(), nullable=True),
        sa.Column("bar_of", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_state")),
    )
    op.create_table(
        "knowledge_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "created",
                "wording_added",
                "wording_removed",
                "answer_edited",
                "hidden",
                "published",
                "file_taken",
                "file_refused",
                "undone",
                name="knowledge_change_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("undoes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settles", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_knowledge_change_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_change")),
        sa.UniqueConstraint("version", name=op.f("uq_knowledge_change_version")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("knowledge_change", schema=None) as batch_op:
        batch_op.create_index("ix_knowledge_change_entry", ["entry", "id"], unique=False)

    op.create_table(
        "voice_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("claimed_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_voice_note_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_voice_note_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_voice_note_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_note")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("voice_note", schema=None) as batch_op:
        batch_op.create_index("ix_voice_note_claimed_at", ["claimed_at"], unique=False)

    op.create_table(
        "human_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replies", sa.SmallInteger(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_human_answer_case_id_support_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_human_answer")),
        sa.UniqueConstraint("case_id", name=op.f("uq_human_answer_case_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("human_answer", schema=None) as batch_op:
        batch_op.create_index("ix_human_answer_at", ["at"], unique=False)

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("settled_at", storage.types.UtcDateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_question_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_case_id"))
        batch_op.drop_column("settled_at")
        batch_op.drop_column("case_id")

    with op.batch_alter_table("human_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_human_answer_at")

    op.drop_table("human_answer")
    with op.batch_alter_table("voice_note", schema=None) as batch_op:
        batch_op.drop_index("ix_voice_note_claimed_at")

    op.drop_table("voice_note")
    with op.batch_alter_table("knowledge_change", schema=None) as batch_op:
        batch_op.drop_index("ix_knowledge_change_entry")

    op.drop_table("knowledge_change")
    op.drop_table("knowledge_state")
    with op.batch_alter_table("knowledge_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_knowledge_entry_version")

    op.drop_table("knowledge_entry")
