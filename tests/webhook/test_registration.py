"""The webhook at Telegram: set, looked after, taken away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from bot.gateways.aiogram_door import AiogramDoor
from bot.gateways.contract import Arrival
from bot.gateways.errors import Refused, Unauthorised
from bot.gateways.telegram_reading import UPDATE_KINDS
from bot.sandbox import Sandbox
from bot.webhook.registration import LOOK_AGAIN_SECONDS, Registration

TOKEN = "100002:AAdoorDoorDoorDoorDoorDoorDoorDoorDoor"
URL = "http://127.0.0.1:1/hook"


class Naps:
    """Sleeping without time: what happens meanwhile is told in advance."""

    def __init__(self, *meanwhile: Callable[[], object]) -> None:
        self.slept: list[float] = []
        self._meanwhile = list(meanwhile)

    async def __call__(self, seconds: float) -> None:
        """One nap; after the last the sleeper is gone."""
        self.slept.append(seconds)
        if not self._meanwhile:
            raise asyncio.CancelledError
        self._meanwhile.pop(0)()


async def accept(arrivals: Sequence[Arrival]) -> None:
    """Nobody calls this."""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A local Bot API."""
    async with Sandbox(enforce_limits=False, webhook_delay=lambda attempt: 60.0) as running:
        running.world.bot(TOKEN)
        yield running


@pytest.fixture
async def door(sandbox: Sandbox) -> AsyncIterator[AiogramDoor]:
    """A gateway to it."""
    opened = AiogramDoor(TOKEN, api_base=sandbox.url)
    yield opened
    await opened.close()


async def test_it_asks_for_what_we_understand_and_drops_nothing(door: AiogramDoor, sandbox: Sandbox) -> None:
    """Kinds of updates, secret and connections are told; what waits is kept."""
    await Registration(door, URL, "s" * 20, connections=7).set()
    (call,) = sandbox.world.calls("setWebhook")
    assert call["params"] == {
        "url": URL,
        "secret_token": "s" * 20,
        "allowed_updates": list(UPDATE_KINDS),
        "max_connections": 7,
    }


async def test_it_is_set_once_and_again_when_somebody_took_it(door: AiogramDoor, sandbox: Sandbox) -> None:
    """Another program's deleteWebhook is noticed and mended."""
    (bot,) = sandbox.state.bots.values()
    naps = Naps(lambda: None, lambda: sandbox.state.webhooks.remove(bot))
    registration = Registration(door, URL, "s" * 20, sleep=naps)
    await registration.set()
    with pytest.raises(asyncio.CancelledError):
        await registration.keep(accept)
    assert len(sandbox.world.calls("setWebhook")) == 2
    assert naps.slept == [LOOK_AGAIN_SECONDS] * 3


async def test_an_outage_is_waited_out(door: AiogramDoor, sandbox: Sandbox) -> None:
    """With growing patience, and then the webhook is set."""
    sandbox.world.fault("5xx", method="setWebhook", times=3)
    naps = Naps(lambda: None, lambda: None, lambda: None)
    with pytest.raises(asyncio.CancelledError):
        await Registration(door, URL, "s" * 20, sleep=naps).keep(accept)
    assert naps.slept == [2.0, 4.0, 8.0, LOOK_AGAIN_SECONDS]
    assert (await door.call("getWebhookInfo"))["url"] == URL


async def test_a_revoked_token_ends_it(door: AiogramDoor, sandbox: Sandbox) -> None:
    """Nothing would come any more."""
    sandbox.world.revoke(TOKEN)
    with pytest.raises(Unauthorised):
        await Registration(door, URL, "s" * 20, sleep=Naps()).keep(accept)


async def test_an_address_telegram_does_not_take(door: AiogramDoor, sandbox: Sandbox) -> None:
    """Its words reach whoever starts the bot."""
    sandbox.world.fault("400", method="setWebhook", text="bad webhook: IP address 127.0.0.1 is reserved")
    with pytest.raises(Refused, match="reserved"):
        await Registration(door, URL, "s" * 20).set()


async def test_removing_it_keeps_what_waits(door: AiogramDoor, sandbox: Sandbox) -> None:
    """Also when Telegram is away just then: the next start settles it."""
    registration = Registration(door, URL, "s" * 20)
    await registration.set()
    sandbox.world.send(sandbox.world.account(), text="keep me")
    sandbox.world.fault("5xx", method="deleteWebhook", times=1)
    await registration.remove()
    await registration.remove()
    assert (await door.call("getWebhookInfo"))["url"] == ""
    assert len(sandbox.world.pending()) == 1
