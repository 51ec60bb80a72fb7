"""Work orders with their appointments, what a case waits for, and what else its customer said.

Revision: 0023
Follows: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _when(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=not needed)


def upgrade() -> None:
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("details", sa.JSON(none_as_null=True), nullable=True))
        waits_for = _choice("case_waits_for", "customer", "parts")
        batch_op.add_column(sa.Column("waits_for", waits_for, nullable=True))
    states = ("ordered", "located", "offered", "agreed", "declined", "repaired")
    op.create_table(
        "work_order",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("state", _choice("work_state", *states), nullable=False),
        _when("made_at", needed=True),
        sa.Column("finding", sa.Text(), nullable=False),
        _when("located_at"),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("price_for", sa.Text(), nullable=False),
        _when("offered_at"),
        _when("decided_at"),
        _when("repaired_at"),
        sa.Column("bill", _choice("bill_state", "none", "due", "paid"), nullable=False),
        sa.Column("invoice", sa.String(80), nullable=False),
        _when("invoiced_at"),
        _when("pay_at"),
        sa.Column("pay_reminders", sa.Integer(), nullable=False),
        _when("paid_at"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_work_order_case_id_support_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order")),
        sa.UniqueConstraint("case_id", name=op.f("uq_work_order_case_id")),
        sqlite_autoincrement=True,
    )
    due = sa.text("bill = 'due'")
    op.create_index("ix_work_order_pay_at", "work_order", ["pay_at"], sqlite_where=due, postgresql_where=due)
    op.create_table(
        "appointment",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column(
            "state",
            _choice("appointment_state", "proposed", "agreed", "arrived", "moved", "dropped"),
            nullable=False,
        ),
        _when("starts_at", needed=True),
        sa.Column("local", sa.String(32), nullable=False),
        sa.Column("zone", sa.String(48), nullable=False),
        _when("proposed_at", needed=True),
        _when("agreed_at"),
        sa.Column("reason", sa.Text(), nullable=False),
        _when("look_at", needed=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        _when("asked_at"),
        _when("arrived_at"),
        sa.Column("on_time", sa.Boolean(), nullable=True),
        _when("ended_at"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_appointment_case_id_support_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sqlite_autoincrement=True,
    )
    stands = sa.text("state = 'agreed'")
    op.create_index(op.f("ix_appointment_case_id"), "appointment", ["case_id"])
    op.create_index(
        "ix_appointment_look_at", "appointment", ["look_at"], sqlite_where=stands, postgresql_where=stands
    )


def downgrade() -> None:
    op.drop_table("appointment")
    op.drop_table("work_order")
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_constraint(op.f("ck_support_case_case_waits_for"), type_="check")
        batch_op.drop_column("waits_for")
        batch_op.drop_column("details")
