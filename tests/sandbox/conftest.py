"""A sandbox with frozen machine time, one bot, and a bare client for it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

TOKEN = "123456789:AAExampleExampleExampleExampleExample"
OTHER = "987654321:AAExampleExampleExampleExampleExample"


class Machine:
    """Machine time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time now."""
        return self.now


class Api:
    """A bot's bare requests: the answer's body, whatever its status."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(self, method: str, token: str = TOKEN, **params: Any) -> dict[str, Any]:
        """The body of the answer."""
        async with self.session.post(f"{self.url}/bot{token}/{method}", json=params) as response:
            body: dict[str, Any] = await response.json()
            assert response.status == (200 if body["ok"] else body["error_code"])
            return body

    async def result(self, method: str, token: str = TOKEN, **params: Any) -> Any:
        """The result of a request that must succeed."""
        body = await self(method, token, **params)
        assert body["ok"], body
        return body["result"]

    async def error(self, method: str, token: str = TOKEN, **params: Any) -> str:
        """The description of a request that must fail."""
        body = await self(method, token, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def form(self, method: str, fields: dict[str, Any], token: str = TOKEN) -> dict[str, Any]:
        """A multipart request."""
        form = aiohttp.FormData()
        for name, value in fields.items():
            if isinstance(value, bytes):
                form.add_field(name, io.BytesIO(value), filename=f"{name}.bin")
            else:
                form.add_field(name, str(value))
        async with self.session.post(f"{self.url}/bot{token}/{method}", data=form) as response:
            body: dict[str, Any] = await response.json()
            return body

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """What waits for the bot."""
        found: list[dict[str, Any]] = await self.result("getUpdates", **params)
        return found

    async def drain(self) -> list[dict[str, Any]]:
        """What waits for the bot, confirmed."""
        found = await self.updates()
        if found:
            await self.updates(offset=found[-1]["update_id"] + 1)
        return found


@pytest.fixture
def machine() -> Machine:
    """Frozen machine time."""
    return Machine()


@pytest.fixture
async def sandbox(machine: Machine) -> AsyncIterator[Sandbox]:
    """A running sandbox without limits, with one bot."""
    async with Sandbox(
        False, machine=machine, slow_repeats=False, webhook_delay=lambda attempt: 0.0
    ) as sandbox:
        sandbox.world.bot(TOKEN, username="front_bot")
        yield sandbox


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A bare HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(sandbox: Sandbox, session: aiohttp.ClientSession) -> Api:
    """The bot's requests."""
    return Api(session, sandbox.url)


@pytest.fixture
def customer(sandbox: Sandbox) -> int:
    """A person who has written to nobody yet."""
    return sandbox.world.account("李雷", username="lilei", phone="+8613800000000")


@pytest.fixture
def chat(sandbox: Sandbox, customer: int) -> int:
    """The customer's private chat with the bot."""
    return sandbox.world.private_chat(customer)


@pytest.fixture
def agent(sandbox: Sandbox) -> int:
    """The owner of the agents' group."""
    return sandbox.world.account("Anna", language_code="en")


@pytest.fixture
def agents(sandbox: Sandbox, agent: int) -> int:
    """A forum group with the bot as an administrator."""
    return sandbox.world.group("Agents", members=[agent])
