"""Who is on duty, what departments were told in the chat, and whom cases are offered to.

Revision: 0019
Follows: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEEPING = {"sqlite_autoincrement": True}
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("customer", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("account_manager_id", _KEY, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_customer_account_manager_id_staff"), "staff", ["account_manager_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_customer_account_manager_id"), ["account_manager_id"])
    with op.batch_alter_table("staff", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("off_since", storage.types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("off_until", storage.types.UtcDateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_staff_off_until"), ["off_until"])
    with op.batch_alter_table("department", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("named", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("week", _JSON, nullable=True))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("assignment", _choice("assignment", "offer", "balanced"), nullable=True)
        )
    with op.batch_alter_table("department_member", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("skills", _JSON, nullable=True))
        batch_op.add_column(sa.Column("languages", _JSON, nullable=True))
    op.create_table(
        "case_offer",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("department_id", _KEY, nullable=False),
        sa.Column("staff_id", _KEY, nullable=True),
        sa.Column(
            "offered_to", _choice("offer_to", "account_manager", "head", "member", "group"), nullable=False
        ),
        sa.Column(
            "state",
            _choice("offer_state", "open", "taken", "handed_back", "lapsed", "dropped"),
            nullable=False,
        ),
        sa.Column("made_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("due_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("ended_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["support_case.id"], name=op.f("fk_case_offer_case_id_support_case")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_case_offer_department_id_department")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_offer_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_offer")),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("state = 'open'")
    with op.batch_alter_table("case_offer", schema=None) as batch_op:
        batch_op.create_index("ix_case_offer_case_id", ["case_id"])
        batch_op.create_index(batch_op.f("ix_case_offer_staff_id"), ["staff_id"])
        for name, column, unique in (
            ("uq_case_offer_open", "case_id", True),
            ("ix_case_offer_due", "due_at", False),
        ):
            batch_op.create_index(
                name, [column], unique=unique, sqlite_where=waiting, postgresql_where=waiting
            )


def downgrade() -> None:
    op.drop_table("case_offer")
    with op.batch_alter_table("department_member", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_column("languages")
        batch_op.drop_column("skills")
    with op.batch_alter_table("department", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_constraint("assignment", type_="check")
        for column in ("assignment", "capacity", "week", "named"):
            batch_op.drop_column(column)
    with op.batch_alter_table("staff", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_off_until"))
        batch_op.drop_column("off_until")
        batch_op.drop_column("off_since")
    with op.batch_alter_table("customer", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_account_manager_id"))
        batch_op.drop_constraint(batch_op.f("fk_customer_account_manager_id_staff"), type_="foreignkey")
        batch_op.drop_column("account_manager_id")
