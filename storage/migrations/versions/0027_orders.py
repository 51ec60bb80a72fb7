"""Orders in the making with what happened to them, and the kind of case that asks about one.

Revision: 0027
Follows: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}
KINDS = "ck_support_case_case_kind"
BEFORE = ("inquiry", "complaint", "suggestion", "service_request")
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _when(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=not needed)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    _allow((*BEFORE, "order_question"))
    states = ("running", "asked", "changing", "handed", "objected", "done", "cancelled")
    op.create_table(
        "customer_order",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("state", _choice("order_state", *states), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        _when("stage_at", needed=True),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        _when("state_at", needed=True),
        sa.Column("delivery", _choice("order_delivery", "open", "offered", "agreed"), nullable=False),
        sa.Column("days", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("delivery_on", sa.Date(), nullable=True),
        _when("warned_at"),
        _when("missed_at"),
        _when("look_at"),
        sa.Column("looks", sa.Integer(), nullable=False),
        _when("made_at", needed=True),
        _when("ended_at"),
        _to("customer_order", "case_id", "support_case"),
        _to("customer_order", "person_id", "person"),
        _to("customer_order", "conversation_id", "conversation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_order")),
        sqlite_autoincrement=True,
    )
    known, watched = sa.text("state <> 'cancelled'"), sa.text("look_at IS NOT NULL")
    op.create_index(
        "uq_customer_order_key",
        "customer_order",
        ["key"],
        unique=True,
        sqlite_where=known,
        postgresql_where=known,
    )
    op.create_index(
        "ix_customer_order_look_at",
        "customer_order",
        ["look_at"],
        sqlite_where=watched,
        postgresql_where=watched,
    )
    op.create_index(op.f("ix_customer_order_case_id"), "customer_order", ["case_id"])
    op.create_index(op.f("ix_customer_order_person_id"), "customer_order", ["person_id"])
    op.create_table(
        "order_step",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        _when("at", needed=True),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _to("order_step", "order_id", "customer_order"),
        _to("order_step", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_step")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_order_step_order_id"), "order_step", ["order_id"])


def _allow(kinds: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_constraint(op.f(KINDS), type_="check")
        batch_op.create_check_constraint(op.f(KINDS), f"kind IN ({allowed})")


def downgrade() -> None:
    op.drop_table("order_step")
    op.drop_table("customer_order")
    op.execute(sa.text("UPDATE support_case SET kind = 'inquiry' WHERE kind = 'order_question'"))
    _allow(BEFORE)
