"""Waits for people, duty rotas, and how far a broken promise has climbed.

Revision: 0020
Follows: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = storage.types.UtcDateTime()
KEEPING = {"sqlite_autoincrement": True}
SEEN_BY = "fk_promise_seen_by_person"


def upgrade() -> None:
    op.create_table(
        "wait",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("said_seconds", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("look_at", _MOMENT, nullable=False),
        sa.Column("over_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["support_case.id"], name=op.f("fk_wait_case_id_support_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait")),
        sqlite_autoincrement=True,
    )
    _index("wait", "ix_wait_look", "look_at", "over_at IS NULL")
    op.create_table(
        "rota",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum(
                "daily", "weekly", name="rota_rhythm", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("staff", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_by", _KEY, nullable=True),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_rota_changed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota")),
        sa.UniqueConstraint("key", name=op.f("uq_rota_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "call_out",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("rota", sa.String(length=40), nullable=False),
        sa.Column("called", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("taken_by", _KEY, nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_call_out_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_call_out_taken_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_out")),
        sqlite_autoincrement=True,
    )
    _index("call_out", "ix_call_out_next", "next_at", "settled_at IS NULL")
    with op.batch_alter_table("promise", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("level", sa.Integer(), server_default="0", nullable=False))
        for name in ("step_at", "seen_at", "foretold_at"):
            batch_op.add_column(sa.Column(name, _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("seen_by", _KEY, nullable=True))
        batch_op.create_foreign_key(op.f(SEEN_BY), "person", ["seen_by"], ["id"])


def _index(table: str, name: str, moment: str, runs: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(
            name, [moment], unique=False, sqlite_where=sa.text(runs), postgresql_where=sa.text(runs)
        )
        batch_op.create_index(batch_op.f(f"ix_{table}_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("promise", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_constraint(op.f(SEEN_BY), type_="foreignkey")
        for name in ("seen_by", "foretold_at", "seen_at", "step_at", "level"):
            batch_op.drop_column(name)
    for table in ("call_out", "rota", "wait"):
        op.drop_table(table)
