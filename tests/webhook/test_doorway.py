"""The one way in that the settings name, told in plain words where it cannot be."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.gateways.aiogram_door import AiogramDoor
from bot.gateways.contract import Arrival
from bot.metrics.tally import Tally
from bot.opening import CannotRun
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.webhook.doorway import Doorway
from bot.webhook.secret import secret_for

from .conftest import Desk, update

TOKEN = "100002:AAdoorDoorDoorDoorDoorDoorDoorDoorDoor"


class OnePage:
    """Somebody to watch."""

    def routes(self) -> list[web.RouteDef]:
        """One page."""

        async def health(request: web.Request) -> web.Response:
            return web.Response(text="ok")

        return [web.get("/health", health)]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A local Bot API."""
    async with Sandbox(
        enforce_limits=False, slow_repeats=False, record_polls=True, webhook_delay=lambda attempt: 0.0
    ) as running:
        running.world.bot(TOKEN)
        yield running


@pytest.fixture
async def door(sandbox: Sandbox) -> AsyncIterator[AiogramDoor]:
    """A gateway to it."""
    opened = AiogramDoor(TOKEN, api_base=sandbox.url)
    opened.poll_seconds = 0
    yield opened
    await opened.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def doorway(door: AiogramDoor, watch: str = "", **webhook: Any) -> Doorway:
    """The way in with these settings."""
    settings = Settings.model_validate(
        {"telegram": {"token": TOKEN}, "webhook": webhook, "metrics": {"listen": watch}}
    )
    return Doorway(settings, door, Tally())


async def status(url: str) -> int:
    """What a page answers."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status


async def test_telegram_delivers_to_it(door: AiogramDoor, sandbox: Sandbox, desk: Desk) -> None:
    """The server is there before the webhook is set, at the address's own path; it stays at the stop."""
    port = free_port()
    way = doorway(door, url=f"http://127.0.0.1:{port}/front/telegram", listen=f"127.0.0.1:{port}")
    async with way.opened(desk.accept, OnePage()):
        sandbox.world.send(sandbox.world.account(), text="hello")
        await sandbox.until(lambda: desk.taken and not sandbox.world.pending())
        assert await status(f"http://127.0.0.1:{port}/health") == 200
    assert not sandbox.world.calls("deleteWebhook")


async def test_it_is_taken_away_when_that_is_asked_for(
    door: AiogramDoor, sandbox: Sandbox, desk: Desk
) -> None:
    """At the stop, and only then."""
    port = free_port()
    way = doorway(door, url=f"http://127.0.0.1:{port}/t", listen=f"127.0.0.1:{port}", remove_at_stop=True)
    async with way.opened(desk.accept, OnePage()):
        assert not sandbox.world.calls("deleteWebhook")
    assert sandbox.world.calls("deleteWebhook")


async def test_another_bot_forwards(door: AiogramDoor, sandbox: Sandbox, desk: Desk) -> None:
    """Nothing is asked of Telegram; who knows the secret delivers, and waiting for updates waits."""
    port = free_port()
    way = doorway(door, forwarded=True, listen=f"127.0.0.1:{port}")
    async with way.opened(desk.accept, OnePage()), aiohttp.ClientSession() as session:
        listening = asyncio.ensure_future(way.listen(desk.accept))
        headers = {"Authorization": f"Bearer {secret_for(TOKEN)}"}
        url = f"http://127.0.0.1:{port}/telegram"
        async with session.post(url, json=update(5), headers=headers) as response:
            assert response.status == 200
        assert not listening.done()
        listening.cancel()
    assert desk.taken == [5]
    assert not [call for name in ("setWebhook", "getUpdates") for call in sandbox.world.calls(name)]


async def test_asking_where_a_webhook_is_set_is_refused(door: AiogramDoor, desk: Desk) -> None:
    """Polling would get nothing; the words say where the messages go and how to change that."""
    await door.call("setWebhook", url="https://other.example.org/bot")
    with pytest.raises(CannotRun, match=r"other\.example\.org.*frontline webhook remove"):
        async with doorway(door).opened(desk.accept, OnePage()):
            pytest.fail("it opened")


async def test_asking_serves_pages_only_where_told(door: AiogramDoor, sandbox: Sandbox, desk: Desk) -> None:
    """With metrics.listen there are pages beside polling, and updates come as ever."""
    port = free_port()
    way = doorway(door, watch=f"127.0.0.1:{port}")
    async with way.opened(desk.accept, OnePage()):
        assert await status(f"http://127.0.0.1:{port}/health") == 200
        listening = asyncio.ensure_future(way.listen(desk.accept))
        sandbox.world.send(sandbox.world.account(), text="hello")
        await sandbox.until(lambda: desk.taken and not sandbox.world.pending())
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_pages_of_their_own_leave_the_webhook_alone(door: AiogramDoor, desk: Desk) -> None:
    """What the world can reach is then only the webhook."""
    port, other = free_port(), free_port()
    way = doorway(
        door,
        watch=f"127.0.0.1:{other}",
        url=f"http://127.0.0.1:{port}/t",
        listen=f"127.0.0.1:{port}",
    )
    async with way.opened(desk.accept, OnePage()):
        assert await status(f"http://127.0.0.1:{port}/health") == 404
        assert await status(f"http://127.0.0.1:{other}/health") == 200


async def test_a_port_in_use_is_told(door: AiogramDoor, desk: Desk) -> None:
    """With the setting to change."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotRun, match=rf"127\.0\.0\.1:{port}.*webhook\.listen"):
            async with doorway(door, forwarded=True, listen=f"127.0.0.1:{port}").opened(
                desk.accept, OnePage()
            ):
                pytest.fail("it opened")


async def test_an_address_telegram_refuses_is_told(door: AiogramDoor, sandbox: Sandbox, desk: Desk) -> None:
    """With Telegram's own words."""
    sandbox.world.fault("400", method="setWebhook", text="bad webhook: IP address 127.0.0.1 is reserved")
    with pytest.raises(CannotRun, match=r"webhook\.url.*reserved"):
        async with doorway(door, url="https://localhost/t", listen="127.0.0.1:0").opened(
            desk.accept, OnePage()
        ):
            pytest.fail("it opened")


async def test_telegram_may_be_away_at_the_start(door: AiogramDoor, sandbox: Sandbox, desk: Desk) -> None:
    """The server stands, and setting the webhook is left to later."""
    sandbox.world.fault("5xx", method="setWebhook", times=1)
    port = free_port()
    way = doorway(door, url=f"http://127.0.0.1:{port}/t", listen=f"127.0.0.1:{port}")

    async def later(arrivals: Sequence[Arrival]) -> None:
        await desk.accept(arrivals)

    async with way.opened(later, OnePage()):
        listening = asyncio.ensure_future(way.listen(later))
        await sandbox.until(lambda: len(sandbox.world.calls("setWebhook")) == 2)
        sandbox.world.send(sandbox.world.account(), text="hello")
        await sandbox.until(lambda: desk.taken)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
