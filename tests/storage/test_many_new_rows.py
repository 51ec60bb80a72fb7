"""Many new rows at once: one statement brings all their keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, select

from storage.person import Person
from storage.store import Store

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MANY = 300


async def test_new_rows_learn_their_own_keys_from_one_statement(store: Store) -> None:
    """Each object has the key of the row that holds its values, on either database."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    people = [Person(name=f"Name {number}", language="en", created_at=NOW) for number in range(MANY)]
    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    try:
        async with store.begin() as session:
            session.add_all(people)
            await session.flush()
    finally:
        event.remove(store.engine.sync_engine, "before_cursor_execute", note)
    assert len([statement for statement in statements if "INSERT INTO person" in statement]) == 1
    async with store.read() as session:
        names = {row.id: row.name for row in await session.execute(select(Person.id, Person.name))}
    assert names == {person.id: person.name for person in people}
