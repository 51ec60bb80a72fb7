"""Groups that are kept busy: with enough of them nothing comes late, with one too few it is said."""

from __future__ import annotations

import pytest

from storage.store import Store
from tests.groups.busy import BusyDesk
from tests.town.house import school


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_three_groups_keep_up_with_sixty_events_a_minute(store: Store) -> None:
    """No refusal, nothing lost or shown twice, and what customers write is there at once."""
    desk = await BusyDesk.open(store, school(), groups=3)
    try:
        three = await desk.run(minutes=2, a_minute=60)
    finally:
        await desk.close()
    assert (three.refused, three.lost, three.twice, three.told) == (0, 0, 0, [])
    assert three.drained < 60
    assert three.part("customers' words", 3, 1.0) < 30


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_group_at_its_limit_says_so_once_and_says_what_matters_first(store: Store) -> None:
    """What customers wrote is there first, notices go together, and who leads hears once what helps."""
    desk = await BusyDesk.open(store, school(), groups=1)
    try:
        one = await desk.run(minutes=5, a_minute=60)
    finally:
        await desk.close()
    assert (one.refused, one.lost, one.twice) == (0, 0, 0)
    [told] = one.told
    assert 'press "One more group for Consulting"' in told
    assert one.operations < one.owed * 0.9
    words, notices = (one.part(kind, 2, 0.5) for kind in ("customers' words", "notices"))
    assert words < notices
