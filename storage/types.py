"""Column types shared by all rows: keys, instants, enums and JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer
from sqlalchemy.types import JSON, TypeDecorator

BigKey = BigInteger().with_variant(Integer, "sqlite")
"""Primary keys are 64 bits wide on PostgreSQL; SQLite only counts up for its own INTEGER."""

Json = JSON(none_as_null=True)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC. Naive datetimes are refused: nobody knows which zone they meant."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Nothing to do for PostgreSQL, whose driver gives instants in UTC: they are the most read of all."""
        return None if dialect.name == "postgresql" else _from_text


def _from_text(value: str | None) -> datetime | None:
    """An instant of SQLite, with the zone it cannot keep."""
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def choice(kind: type[StrEnum], name: str) -> Enum:
    """A string column that only holds the values of one StrEnum (checked by the database)."""

    def values(members: Any) -> list[str]:
        return [member.value for member in members]

    return Enum(kind, name=name, native_enum=False, create_constraint=True, length=32, values_callable=values)
