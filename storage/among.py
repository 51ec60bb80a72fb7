"""A list of values as one parameter of a statement.

`column IN (:a, :b, …)` is another statement for every length of the list: each is written out, prepared
and planned anew. With the list as one parameter the statement stays the same.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import ARRAY, Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column's value is in the list given as the parameter `name`."""
    return _Among(column, bindparam(name, type_=_Listed(column.type)))


def not_among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column's value is not in that list."""
    return _NotAmong(column, bindparam(name, type_=_Listed(column.type)))


class _Listed(TypeDecorator[Collection[Any]]):
    """An array for PostgreSQL; for SQLite, which has none, JSON that it reads as a table."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.of))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return msgspec.json.encode(values).decode() if dialect.name == "sqlite" else values


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True
    spelling = "%s = ANY (%s)"
    spelling_sqlite = "%s IN (SELECT value FROM json_each(%s))"

    def self_group(self, against: Any = None) -> Any:
        """Never compared with 1, as SQLAlchemy does for SQLite: that would hide it from the indexes."""
        return self


class _NotAmong(_Among):
    inherit_cache = True
    spelling = "%s <> ALL (%s)"
    spelling_sqlite = "%s NOT IN (SELECT value FROM json_each(%s))"


@compiles(_Among)
def _spelt(element: _Among, compiler: Any, **options: Any) -> str:
    spelling = element.spelling_sqlite if compiler.dialect.name == "sqlite" else element.spelling
    column, values = element.clauses
    return spelling % (compiler.process(column, **options), compiler.process(values, **options))
