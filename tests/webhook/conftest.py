"""A reception on a server of its own, and somebody who delivers to it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.gateways.contract import Arrival
from bot.webhook.receiving import Reception
from bot.webhook.secret import TELEGRAM_HEADER
from bot.webhook.serving import served

SECRET = "a-secret-of-enough-letters"


class Desk:
    """What is accepted, and how accepting goes."""

    def __init__(self) -> None:
        self.batches: list[list[int | None]] = []
        self.arrivals: list[Arrival] = []
        self.problems: list[Exception] = []
        self.unreadable: set[int] = set()
        self.open = asyncio.Event()
        self.open.set()
        self.called = asyncio.Event()

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Take a batch, fail, or wait, as told."""
        self.called.set()
        await self.open.wait()
        if self.problems:
            raise self.problems.pop(0)
        if self.unreadable & {arrival.update for arrival in arrivals}:
            raise ValueError("one of these cannot be stored")
        self.batches.append([arrival.update for arrival in arrivals])
        self.arrivals.extend(arrivals)

    @property
    def taken(self) -> list[int | None]:
        """The ids of all updates taken."""
        return [update for batch in self.batches for update in batch]


class Deliverer:
    """Posts updates, as Telegram does."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def post(
        self, update: Any = None, *, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> int:
        """One delivery; the status of its answer."""
        given = {TELEGRAM_HEADER: SECRET} if headers is None else headers
        posted = (
            self.session.post(self.url, data=io.BytesIO(body), headers=given)
            if body is not None
            else self.session.post(self.url, json=update, headers=given)
        )
        async with posted as response:
            await response.read()
            return response.status


def update(number: int, chat: int = 7) -> dict[str, Any]:
    """A raw update with a text."""
    who = {"id": chat, "is_bot": False, "first_name": "Anna"}
    place = {"id": chat, "type": "private", "first_name": "Anna"}
    message = {"message_id": number, "date": 1_750_000_000, "chat": place, "from": who, "text": "hello"}
    return {"update_id": number, "message": message}


@pytest.fixture
async def desk() -> Desk:
    """Where accepted updates end up."""
    return Desk()


@pytest.fixture
def refused() -> list[str]:
    """Why deliveries were turned away."""
    return []


@pytest.fixture
async def reception(desk: Desk, refused: list[str]) -> Reception:
    """A reception without limits on addresses."""
    return Reception(desk.accept, SECRET, refused=refused.append)


@pytest.fixture
async def deliverer(reception: Reception) -> AsyncIterator[Deliverer]:
    """Somebody who delivers to it."""
    routes = [web.post("/hook", reception.receive)]
    async with (
        served("127.0.0.1:0", routes, setting="webhook.listen") as port,
        aiohttp.ClientSession() as session,
    ):
        yield Deliverer(session, f"http://127.0.0.1:{port}/hook")
