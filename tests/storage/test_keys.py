"""Keys taken ahead: no row gets another's, whoever writes it and however."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from storage.keys import Keys
from storage.person import Person
from storage.store import Store

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def _person(name: str, key: int | None = None) -> Person:
    return Person(id=key, name=name, language="en", created_at=NOW)


async def test_keys_taken_ahead_are_nobody_elses(store: Store) -> None:
    """Rows with keys of their own and rows numbered by the database stand side by side, over transactions."""
    made: list[Person] = []
    for _ in range(3):
        keys = Keys()
        async with store.begin() as session:
            ahead = [_person(f"ahead {n}", await keys.take(session, Person)) for n in range(30)]
            numbered = [_person(f"numbered {n}") for n in range(5)]
            session.add_all(numbered)
            await session.flush()
            session.add_all(ahead)
            made += [*ahead, *numbered]
    assert len({person.id for person in made}) == 3 * 35
    async with store.read() as session:
        assert set(await session.scalars(select(Person.id))) == {person.id for person in made}


async def test_keys_of_a_transaction_that_failed_may_be_given_again(store: Store) -> None:
    """What was rolled back left no row, so nothing can be mistaken for it."""
    try:
        async with store.begin() as session:
            session.add(_person("gone", await Keys().take(session, Person)))
            await session.flush()
            raise RuntimeError
    except RuntimeError:
        pass
    async with store.begin() as session:
        session.add(_person("stays", await Keys().take(session, Person)))
    async with store.read() as session:
        assert list(await session.scalars(select(Person.name))) == ["stays"]
