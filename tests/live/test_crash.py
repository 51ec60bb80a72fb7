"""Killed under load, again and again: nothing is lost, nothing happens twice, order stays."""

from __future__ import annotations

import pytest

from storage.store import Store
from tests.live.crashing import CrashRun, Plan
from tests.live.place import Place

pytestmark = pytest.mark.live

KILLS = {"sqlite": 30, "postgresql": 12}
"""Two hundred and more are the benchmark's (`python -m benchmarks.crash`)."""


async def test_killed_at_any_moment_everything_happens_once(place: Place, store: Store) -> None:
    """Each update is handled exactly once, each answer arrives, a chat hears at most one twice for a kill."""
    kills = KILLS[store.engine.dialect.name]
    ledger = await CrashRun(place, store, Plan(kills=kills, seed=20261122)).go()
    assert ledger.faults == []
    assert ledger.kills == kills
    assert ledger.amid_handling + ledger.amid_sending > 0
