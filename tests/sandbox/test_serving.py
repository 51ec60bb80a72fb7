"""The sandbox as a command."""

from __future__ import annotations

import asyncio
import os
import signal

import aiohttp
import pytest

from bot.sandbox import Sandbox, server
from bot.sandbox.serve import serve


async def test_it_says_where_it_is_and_ends_on_a_signal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, session: aiohttp.ClientSession
) -> None:
    """One line with the address when ready, for the names it was given; SIGTERM ends it."""
    ready = asyncio.Event()
    start = server.Sandbox.start

    async def start_and_tell(sandbox: Sandbox, host: str, port: int) -> None:
        await start(sandbox, host, port)
        asyncio.get_running_loop().call_soon(ready.set)

    monkeypatch.setattr(server.Sandbox, "start", start_and_tell)
    serving = asyncio.create_task(serve(port=0, names=["telegram"]))
    await ready.wait()
    url = capsys.readouterr().out.split()[5]
    async with session.get(f"{url}/control/clock") as response:
        assert response.status == 200
    for host, status in (("telegram:8081", 200), ("elsewhere", 403)):
        async with session.get(f"{url}/control/clock", headers={"Host": host}) as response:
            assert response.status == status
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(5):
        await serving
    with pytest.raises(aiohttp.ClientConnectionError):
        await session.get(f"{url}/control/clock")


async def test_it_can_be_started_again() -> None:
    """After a stop, start serves the same world on a new port."""
    sandbox = Sandbox()
    person = sandbox.world.account("Li")
    for _ in range(2):
        async with (
            sandbox,
            aiohttp.ClientSession() as session,
            session.get(f"{sandbox.url}/control/accounts") as response,
        ):
            assert (await response.json())["result"][0]["id"] == person
