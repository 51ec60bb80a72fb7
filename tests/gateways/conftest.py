"""Every gateway to Telegram against the local Bot API. A new library is one more entry in DOORS."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.gateways.aiogram_door import AiogramDoor
from bot.gateways.contract import Accept
from bot.gateways.ptb_door import PtbDoor
from bot.gateways.telegram_door import TelegramDoor
from bot.sandbox import Sandbox
from bot.webhook.receiving import Reception
from bot.webhook.registration import Registration
from bot.webhook.serving import served

TOKEN = "100002:AAdoorDoorDoorDoorDoorDoorDoorDoorDoor"

SECRET = "secret-of-the-contract-suite"


class Called(TelegramDoor):
    """A gateway that is called by Telegram instead of asking; the rest is as it was."""

    async def listen(self, accept: Accept) -> None:
        """Serve, set the webhook, and hand on what comes."""
        reception = Reception(accept, SECRET)
        routes = [web.post("/hook", reception.receive)]
        async with served("127.0.0.1:0", routes, setting="webhook.listen") as port:
            registration = Registration(self, f"http://127.0.0.1:{port}/hook", SECRET)
            try:
                await registration.keep(accept)
            finally:
                await registration.remove()
                await reception.close()


class CalledAiogram(Called, AiogramDoor):
    """aiogram, by webhook."""


class CalledPtb(Called, PtbDoor):
    """python-telegram-bot, by webhook."""


LIBRARIES: dict[str, type[AiogramDoor] | type[PtbDoor]] = {
    "aiogram": AiogramDoor,
    "aiogram by webhook": CalledAiogram,
    "ptb": PtbDoor,
    "ptb by webhook": CalledPtb,
}


def _opener(library: type[AiogramDoor] | type[PtbDoor]) -> Callable[[str, str], TelegramDoor]:
    return lambda token, url: library(token, api_base=url, request_seconds=1.0)


DOORS = {name: _opener(library) for name, library in LIBRARIES.items()}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A local Bot API without pacing."""
    async with Sandbox(
        enforce_limits=False, slow_repeats=False, record_polls=True, webhook_delay=lambda attempt: 0.0
    ) as running:
        yield running


@pytest.fixture(params=sorted(DOORS))
async def door(request: pytest.FixtureRequest, sandbox: Sandbox) -> AsyncIterator[TelegramDoor]:
    """A gateway at the local Bot API."""
    opened = DOORS[request.param](TOKEN, sandbox.url)
    opened.poll_seconds = 0
    await opened.identify()
    yield opened
    await opened.close()


@pytest.fixture
def make_door(request: pytest.FixtureRequest) -> Callable[[str, str], TelegramDoor]:
    """Make the gateway under test with another token or address."""
    return DOORS[request.node.callspec.params["door"]]
