"""Who may deliver, and what proxies are believed."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web

from bot.webhook.receiving import Reception
from bot.webhook.secret import TELEGRAM_HEADER
from bot.webhook.serving import served
from bot.webhook.sources import Sources

from .conftest import SECRET, Desk, update


@pytest.mark.parametrize(
    ("remote", "forwarded", "good"),
    [
        ("149.154.167.220", [], True),
        ("91.108.5.1", [], True),
        ("::ffff:149.154.167.220", [], True),
        ("203.0.113.9", [], False),
        ("203.0.113.9", ["149.154.167.220"], False),
        ("10.0.0.2", [], False),
        ("10.0.0.2", ["149.154.167.220"], True),
        ("10.0.0.2", ["149.154.167.220:443"], True),
        ("10.0.0.2", ["149.154.167.220, 10.0.0.3"], True),
        ("10.0.0.2", ["149.154.167.220", "10.0.0.3"], True),
        ("10.0.0.2", ["149.154.167.220, 203.0.113.9"], False),
        ("10.0.0.2", ["149.154.167.220, nonsense"], False),
        ("10.0.0.2", ["2001:db8::1"], False),
        (None, ["149.154.167.220"], False),
        ("unknown", [], False),
    ],
)
def test_only_what_our_own_proxies_say_is_believed(
    remote: str | None, forwarded: list[str], good: bool
) -> None:
    """Whoever is not our proxy may write what they like into the header."""
    sources = Sources(["telegram"], ["10.0.0.0/8"])
    assert sources.allow(remote, forwarded) is good


def test_without_ranges_everybody_may() -> None:
    """The secret is asked for anyway."""
    assert Sources().allow("203.0.113.9")
    assert Sources().allow(None)


async def test_a_stranger_is_turned_away_before_the_secret_is_looked_at(
    desk: Desk, refused: list[str]
) -> None:
    """403; through a proxy of ours Telegram gets in."""
    reception = Reception(
        desk.accept,
        SECRET,
        sources=Sources(["telegram"], ["127.0.0.1/32"]),
        proxy_header="X-Real-IP",
        refused=refused.append,
    )
    routes = [web.post("/", reception.receive)]
    async with (
        served("127.0.0.1:0", routes, setting="webhook.listen") as port,
        aiohttp.ClientSession(headers={TELEGRAM_HEADER: SECRET}) as session,
    ):
        url = f"http://127.0.0.1:{port}/"
        async with session.post(url, json=update(1)) as response:
            assert response.status == 403
        async with session.post(url, json=update(2), headers={"X-Real-IP": "149.154.167.220"}) as response:
            assert response.status == 200
    assert (desk.taken, refused) == ([2], ["source"])
