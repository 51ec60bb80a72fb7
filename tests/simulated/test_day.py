"""A short day with kills and a departure: everybody is answered, and nobody is without an owner or a date."""

from __future__ import annotations

from datetime import timedelta

from storage.store import Store
from tests.simulated.one_day import OneDay


async def test_a_day(one_store: Store) -> None:
    """Thirty customers, six agents who are given cases one by one, a departure at noon, three kills."""
    day = await OneDay.play(
        one_store, customers=30, agents=6, kills=3, leavers=1, seed=1, step=timedelta(minutes=30)
    )
    assert [fault for found in day.audits for fault in found.faults] == []
    assert day.cases >= 25
    assert day.unanswered == []
    assert day.wait(0.5) <= timedelta(hours=1)
    assert sum(taken for _, taken, _, _ in day.loads) == len(day.waits)
