"""A department may work in several groups.

Revision: 0021
Follows: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEEPING = {"sqlite_autoincrement": True}
_TAKE_OVER = """
    INSERT INTO department_group (department_id, chat_id)
    SELECT id, chat_id FROM department WHERE chat_id IS NOT NULL
"""
_GIVE_BACK = """
    UPDATE department SET chat_id = (
        SELECT department_group.chat_id FROM department_group
        WHERE department_group.department_id = department.id AND department_group.retired_at IS NULL
        ORDER BY department_group.id LIMIT 1
    )
"""


def upgrade() -> None:
    op.create_table(
        "department_group",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("department_id", _KEY, nullable=False),
        sa.Column("chat_id", _KEY, nullable=False),
        sa.Column("added_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("added_by", _KEY, nullable=True),
        sa.Column("retired_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("full_told_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_department_group_department_id_department")
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_department_group_chat_id_chat")),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name=op.f("fk_department_group_added_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_group")),
        sa.UniqueConstraint(
            "department_id", "chat_id", name=op.f("uq_department_group_department_id_chat_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("department_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_group_chat_id"), ["chat_id"], unique=False)
    op.execute(_TAKE_OVER)
    with op.batch_alter_table("department", schema=None, table_kwargs=_KEEPING) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_department_chat_id_chat"), type_="foreignkey")
        batch_op.drop_column("chat_id")


def downgrade() -> None:
    with op.batch_alter_table("department", schema=None, table_kwargs=_KEEPING) as batch_op:
        batch_op.add_column(sa.Column("chat_id", _KEY, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_department_chat_id_chat"), "chat", ["chat_id"], ["id"])
    op.execute(_GIVE_BACK)
    with op.batch_alter_table("department_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_group_chat_id"))
    op.drop_table("department_group")
