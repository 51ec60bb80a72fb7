"""Starting and ending: the port, the temporary folder, how soon it is over."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator

import aiohttp
import pytest
import structlog

from bot.demo import PortBusy, run, start


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """Whatever a command does to the logs ends with the test."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


async def test_a_busy_port_is_known_as_such() -> None:
    """Somebody else's port is not taken, and the reason has a name."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortBusy):
        await start(taken.getsockname()[1])


@pytest.mark.usefixtures("logs_as_before")
def test_a_busy_port_is_a_plain_sentence() -> None:
    """Whoever starts a second demo is told what to do, without a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            run(port, False)
    assert str(ended.value).startswith(f"Port {port} is already in use")


async def test_it_ends_at_once_with_open_streams_and_leaves_nothing() -> None:
    """Open event streams end with it, within two seconds, and its folder is gone."""
    demo = await start(language="zh")
    assert os.listdir(demo.folder)
    async with aiohttp.ClientSession(demo.url) as session:
        stream = await session.get("/control/stream")
        began = time.monotonic()
        await demo.stop()
        await stream.content.read()
    assert time.monotonic() - began < 2
    assert demo.folder.name not in os.listdir(demo.folder.parent)
