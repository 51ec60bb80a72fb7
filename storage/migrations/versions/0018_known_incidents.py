"""Known incidents and the customers they concern.

Revision: 0018
Follows: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("key_words", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("matter_id", _KEY, nullable=True),
        sa.Column("opened_by", _KEY, nullable=False),
        sa.Column("opened_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("next_news_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("escalate_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("delays", sa.Integer(), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column(
            "news_kind",
            sa.Enum(
                "none",
                "news",
                "late",
                "ended",
                name="news_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("news_number", sa.Integer(), nullable=False),
        sa.Column("spreading", sa.Boolean(), nullable=False),
        sa.Column("ended_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["major_matter.id"], name=op.f("fk_incident_matter_id_major_matter")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_incident_opened_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_matter_id"), ["matter_id"], unique=False)
        for name, column, where in (
            ("ix_incident_open", "next_news_at", "ended_at IS NULL"),
            ("ix_incident_spreading", "id", "spreading"),
        ):
            batch_op.create_index(
                name,
                [column],
                unique=False,
                sqlite_where=sa.text(where),
                postgresql_where=sa.text(where),
            )
    op.create_table(
        "incident_customer",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("incident_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("told_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("declined_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("joined_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_customer_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_incident_customer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_incident_customer_conversation_id_conversation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_customer")),
        sa.UniqueConstraint(
            "incident_id", "person_id", name=op.f("uq_incident_customer_incident_id_person_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("incident_customer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_customer_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_incident_customer_heard", ["incident_id", "heard"], unique=False)


def downgrade() -> None:
    op.drop_table("incident_customer")
    op.drop_table("incident")
