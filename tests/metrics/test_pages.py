"""The pages for whoever watches, over a business that works."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.leases import LIFE
from bot.webhook.watching import Watching
from tests.metrics.test_tally import read
from tests.town.town import Town


@pytest.fixture
def watching(town: Town) -> Watching:
    """The pages of the town's one process."""
    app = town.app
    return Watching(town.store, app.tally, app.clock.machine, app.leases.holder, app.account.id)


async def figures(watching: Watching) -> dict[str, float]:
    """What /metrics says."""
    response = await watching.metrics(make_mocked_request("GET", "/metrics"))
    assert response.content_type == "text/plain"
    assert response.text is not None
    return read(response.text)


async def ready(watching: Watching) -> tuple[int, dict[str, bool]]:
    """What /ready says."""
    response = await watching.ready(make_mocked_request("GET", "/ready"))
    assert response.text is not None
    return response.status, json.loads(response.text)


async def test_it_counts_from_hearing_to_saying(town: Town, watching: Watching) -> None:
    """One question: received, handled, answered; nothing waits afterwards."""
    before = await figures(watching)
    anna = await town.customer()
    town.world.send(anna.id, text="When are you open?")
    await town.settle()
    after = await figures(watching)
    assert after["frontline_updates_handled_total"] - before["frontline_updates_handled_total"] == 1
    assert after['frontline_sent_total{operation="SendText"}'] >= 1
    assert after["frontline_handle_seconds_count"] >= 1
    assert (after["frontline_inbox_waiting"], after["frontline_outbox_waiting"]) == (0, 0)
    assert after["frontline_database_up"] == 1
    assert after["process_cpu_seconds_total"] > 0


async def test_what_waits_is_told(town: Town, watching: Watching) -> None:
    """How much, and since when."""
    anna = await town.customer()
    town.world.send(anna.id, text="hello")
    await town.receive()
    town.clock.move(timedelta(seconds=90))
    found = await figures(watching)
    assert found["frontline_inbox_waiting"] == 1
    assert found["frontline_inbox_oldest_seconds"] == 90


async def test_ready_when_every_duty_is_somebodys(town: Town, watching: Watching) -> None:
    """Also another process's; not any more when nobody renews."""
    status, found = await ready(watching)
    assert status == 503
    assert found == {"database": True, "migrated": True, "poll": False, "send": False, "clock": False}
    for duty in (f"poll:{town.app.account.id}", f"send:{town.app.account.id}", "clock"):
        await town.app.leases.hold(duty)
    assert (await ready(watching))[0] == 200
    assert (await figures(watching))['frontline_duty_held{duty="send"}'] == 1
    town.clock.move(LIFE + timedelta(seconds=1))
    status, found = await ready(watching)
    assert (status, found["database"], found["poll"]) == (503, True, False)


async def test_without_a_database_it_is_alive_and_not_ready(
    town: Town, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures of the process are there, those of the database are not."""

    def away() -> None:
        raise ConnectionError("the database is away")

    monkeypatch.setattr(town.store, "read", away)
    assert (await ready(watching))[0] == 503
    found = await figures(watching)
    assert found["frontline_database_up"] == 0
    assert "frontline_inbox_waiting" not in found
    response = await watching.health(make_mocked_request("GET", "/health"))
    assert response.status == 200
