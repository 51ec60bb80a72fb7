"""Pictures and files given to an answer in the chat, and files that need not be uploaded again.

Revision: 0003
Follows: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = (
    "created",
    "wording_added",
    "wording_removed",
    "answer_edited",
    "hidden",
    "published",
    "file_taken",
    "file_refused",
    "undone",
)
NEW = ("file_added", "file_removed")
KINDS = "ck_knowledge_change_knowledge_change_kind"


def upgrade() -> None:
    op.create_table(
        "known_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sign", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_known_file_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_file")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_known_file_account_id_name")),
        sqlite_autoincrement=True,
    )
    _allow((*BEFORE, *NEW))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM knowledge_change WHERE kind IN ('file_added', 'file_removed')"))
    _allow(BEFORE)
    op.drop_table("known_file")


def _allow(kinds: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    keeping = {"sqlite_autoincrement": True}
    with op.batch_alter_table("knowledge_change", schema=None, table_kwargs=keeping) as batch_op:
        batch_op.drop_constraint(op.f(KINDS), type_="check")
        batch_op.create_check_constraint(op.f(KINDS), f"kind IN ({allowed})")
