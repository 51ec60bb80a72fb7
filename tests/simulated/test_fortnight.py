"""Two weeks of a small house, day by day: nothing lies without an owner, a date or an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.store import Store
from tests.simulated.play import Cast, Play
from tests.simulated.staff import Manner
from tests.simulated.staging import school_house

MONDAY = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
"""Midnight of Monday, 23 November 2026, in Shanghai."""
RUSH = {0: 6, 3: 6}
"""Day → how many come on it: what is handled together is handled quickly."""
FIRST = ("service", "service", "service", "suggestion")
"""What some of them come with in any case: such matters take longest."""
DAYS = 12
STEP = timedelta(hours=4)


async def test_a_fortnight(store_in_place: Store) -> None:
    """Late and absent agents, impatient and silent customers, a departure: each evening's audit is clean."""
    cast = Cast(
        agents={
            "Quick Lin": (("service", "consulting"), Manner(share=0.9)),
            "Late Sun": (("complaints", "service"), Manner(share=0.25, days_until_done=2)),
            "Away Zhao": (("consulting", "service", "complaints"), Manner(absent=0.2, forgets=0.3)),
        },
        customers=60,
    )
    play = await Play.open(store_in_place, school_house(), cast, start=MONDAY, seed=7)
    for kind in FIRST:
        play.someone_comes(timedelta(hours=10), kind)
    for day in range(DAYS):
        if day == 4:
            play.desks.dismiss(play.desks.agents[0])
        found = await play.day(arrivals=RUSH.get(day, 0), step=STEP)
        assert found.faults == []
    assert found.figures["coverage"] == 1.0
    assert found.figures["return visits due"] >= 5
    assert found.figures["breaches told"] == found.figures["breaches"] >= 1
    assert play.desks.acts["desk.button.take"] >= 15
    assert found.figures["suggestions decided"] >= 1
    assert found.figures.get("works repaired", 0) >= 1
