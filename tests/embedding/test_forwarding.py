"""Forwarding raw updates to a Frontline of its own: what is taken is confirmed, nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp
from aiohttp import web

from bot.gateways.contract import Arrival
from bot.sandbox import Sandbox
from bot.webhook.receiving import Reception
from bot.webhook.serving import served
from tests.embedding.conftest import TOKEN, example, said

SECRET = "a-secret-of-enough-letters"


async def test_the_example_forwards_what_it_does_not_answer(sandbox: Sandbox) -> None:
    """Its own command is its own; a text goes on; while nothing can be stored it stays at Telegram."""
    heard: list[str] = []
    away = [ConnectionError("the database is away")]

    async def accept(arrivals: Sequence[Arrival]) -> None:
        if away:
            raise away.pop()
        heard.extend(arrival.inbound.what.text for arrival in arrivals if arrival.inbound)  # type: ignore[union-attr]

    refused: list[str] = []
    reception = Reception(accept, SECRET, refused=refused.append)
    routes = [web.post("/telegram", reception.receive)]
    async with (
        served("127.0.0.1:0", routes, setting="webhook.listen") as port,
        aiohttp.ClientSession() as session,
    ):
        bot = example("forwarding_bot").ForwardingBot(
            session, f"{sandbox.url}/bot{TOKEN}", f"http://127.0.0.1:{port}/telegram", SECRET
        )
        running = asyncio.create_task(bot.run(seconds=0))
        anna = sandbox.world.account(name="Anna")
        sandbox.world.send(anna, text="/weather")
        sandbox.world.send(anna, text="when are you open")
        await sandbox.until(lambda: not sandbox.world.pending(), timeout=20)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert heard == ["when are you open"]
    assert refused == ["not_accepted"]
    assert said(sandbox, anna) == ["Sunny."]
