"""Cases merged, split and bound; decisions about suggestions; contingency plans at work; faults that recur.

Revision: 0024
Follows: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = storage.types.UtcDateTime()
KEEPING = {"sqlite_autoincrement": True}
OUTCOMES = "ck_support_case_case_outcome"
BEFORE = ("satisfied", "answered", "withdrawn", "undetermined")
MERGED_INTO = "fk_support_case_merged_into_id_support_case"
MERGED_INTO_INDEX = "ix_support_case_merged_into_id"


def upgrade() -> None:
    _allow((*BEFORE, "merged"))
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", _KEY, nullable=True))
        batch_op.create_foreign_key(op.f(MERGED_INTO), "support_case", ["merged_into_id"], ["id"])
        batch_op.create_index(op.f(MERGED_INTO_INDEX), ["merged_into_id"], unique=False)
    _bonds()
    _decisions()
    _plans()
    _faults()


def _bonds() -> None:
    op.create_table(
        "case_bond",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("other_id", _KEY, nullable=False),
        sa.Column("kind", _choice("bond_kind", "alike", "split", "cause"), nullable=False),
        sa.Column("made_by", _KEY, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=True),
        _to("case_bond", "case_id", "support_case"),
        _to("case_bond", "other_id", "support_case"),
        _to("case_bond", "made_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_bond")),
        sa.UniqueConstraint("case_id", "other_id", "kind", name=op.f("uq_case_bond_case_id_other_id_kind")),
        sqlite_autoincrement=True,
    )
    _index("case_bond", "other_id")
    op.create_table(
        "case_merge",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("into_id", _KEY, nullable=False),
        sa.Column("state_before", sa.String(length=32), nullable=False),
        sa.Column("moved", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_by", _KEY, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("undone_at", _MOMENT, nullable=True),
        _to("case_merge", "case_id", "support_case"),
        _to("case_merge", "into_id", "support_case"),
        _to("case_merge", "made_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_merge")),
        sqlite_autoincrement=True,
    )
    _index("case_merge", "case_id")
    _index("case_merge", "into_id")


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("verdict", _choice("verdict", "accepted", "partly", "not_now"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided_by", _KEY, nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
        sa.Column("thanked_at", _MOMENT, nullable=True),
        sa.Column("done_at", _MOMENT, nullable=True),
        _to("decision", "case_id", "support_case"),
        _to("decision", "decided_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_autoincrement=True,
    )
    _index("decision", "case_id")
    _index("decision", "decided_at")


def _plans() -> None:
    op.create_table(
        "contingency_run",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("matter_id", _KEY, nullable=True),
        sa.Column("started_by", _KEY, nullable=True),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_by", _KEY, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        _to("contingency_run", "matter_id", "major_matter"),
        _to("contingency_run", "started_by", "person"),
        _to("contingency_run", "ended_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contingency_run")),
        sqlite_autoincrement=True,
    )
    _index("contingency_run", "matter_id")
    _index("contingency_run", "plan", "ix_contingency_run_open", "ended_at IS NULL")
    op.create_table(
        "contingency_part",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("run_id", _KEY, nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("acknowledged_at", _MOMENT, nullable=True),
        sa.Column("acknowledged_by", _KEY, nullable=True),
        _to("contingency_part", "run_id", "contingency_run"),
        _to("contingency_part", "acknowledged_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contingency_part")),
        sqlite_autoincrement=True,
    )
    _index("contingency_part", "run_id")
    _index("contingency_part", "next_at", "ix_contingency_part_next", "acknowledged_at IS NULL")
    op.create_table(
        "contingency_step",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("part_id", _KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.Column("done_by", _KEY, nullable=True),
        _to("contingency_step", "part_id", "contingency_part"),
        _to("contingency_step", "done_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contingency_step")),
        sqlite_autoincrement=True,
    )
    _index("contingency_step", "part_id")


def _faults() -> None:
    op.create_table(
        "recurring_fault",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("root_case_id", _KEY, nullable=False),
        sa.Column("opened_by", _KEY, nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("mended_at", _MOMENT, nullable=True),
        _to("recurring_fault", "root_case_id", "support_case"),
        _to("recurring_fault", "opened_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_fault")),
        sa.UniqueConstraint("root_case_id", name=op.f("uq_recurring_fault_root_case_id")),
        sqlite_autoincrement=True,
    )
    _index("recurring_fault", "root_case_id", "ix_recurring_fault_open", "mended_at IS NULL")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _index(table: str, column: str, name: str = "", where: str = "") -> None:
    some = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(name or batch_op.f(f"ix_{table}_{column}"), [column], unique=False, **some)


def _allow(outcomes: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{outcome}'" for outcome in outcomes)
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_constraint(op.f(OUTCOMES), type_="check")
        batch_op.create_check_constraint(op.f(OUTCOMES), f"outcome IN ({allowed})")


def downgrade() -> None:
    for table in (
        "recurring_fault",
        "contingency_step",
        "contingency_part",
        "contingency_run",
        "decision",
        "case_merge",
        "case_bond",
    ):
        op.drop_table(table)
    with op.batch_alter_table("support_case", schema=None, table_kwargs=KEEPING) as batch_op:
        batch_op.drop_index(op.f(MERGED_INTO_INDEX))
        batch_op.drop_constraint(op.f(MERGED_INTO), type_="foreignkey")
        batch_op.drop_column("merged_into_id")
    op.execute(sa.text("UPDATE support_case SET outcome = 'answered' WHERE outcome = 'merged'"))
    _allow(BEFORE)
