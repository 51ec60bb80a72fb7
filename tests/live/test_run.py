"""`frontline run` as a process of its own: it answers, follows the sandbox's clock, and stops in order."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.live.children import Child, Nursery

TOKEN = "100001:AAtownTownTownTownTownTownTownTownTown"
FAQ = Path(__file__).parents[1] / "doctor" / "small_faq.toml"
MEMORY_MB = 512
SECONDS = 60.0

pytestmark = pytest.mark.live


def settings(folder: Path, sandbox: Sandbox, client: str = "aiogram", more: str = "") -> Path:
    """A settings file for a sandbox."""
    config = folder / "frontline.toml"
    config.write_text(
        f'{more}\n[telegram]\ntoken = "{TOKEN}"\napi_base = "{sandbox.url}"\nclient = "{client}"\n'
        f'[business]\nname = "Ivy Lane"\nfaq = "{FAQ}"\ndefault_language = "en"\n',
        "utf-8",
    )
    return config


@asynccontextmanager
async def running(
    nursery: Nursery, folder: Path, sandbox: Sandbox, *, client: str = "aiogram", more: str = ""
) -> AsyncIterator[Child]:
    """The command on a sandbox, a child of the nursery; killed at the end if it is still there."""
    config = settings(folder, sandbox, client, more)
    child = nursery.child("tests.live.mill:frontline", config=str(config))
    try:
        yield child
    finally:
        if child.alive:
            await child.killed()


@asynccontextmanager
async def started(config: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command as a program that is started from nothing; killed at the end if it is still there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        "--config",
        str(config),
        cwd=Path(__file__).parents[2],
        env={k: v for k, v in os.environ.items() if not k.startswith("FRONTLINE_")},
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def line(process: asyncio.subprocess.Process, event: str) -> dict[str, object]:
    """Read the journal until something is told."""
    assert process.stderr is not None
    async with asyncio.timeout(SECONDS):
        async for raw in process.stderr:
            told: dict[str, object] = json.loads(raw)
            if told["event"] == event:
                return told
    raise AssertionError(f"{event} was never told")


def said(sandbox: Sandbox, user: int) -> list[str]:
    """What the bot said to somebody."""
    return [
        message.get("text", "")
        for message in sandbox.world.messages(user)
        if message.get("from", {}).get("is_bot")
    ]


@pytest.mark.parametrize("client", ["aiogram", "ptb"])
async def test_it_answers_and_stops_within_ten_seconds(tmp_path: Path, client: str) -> None:
    """From a settings file to an answer; SIGTERM ends it in order, with less memory than promised."""
    async with Sandbox() as sandbox, started(settings(tmp_path, sandbox, client)) as process:
        told = await line(process, "run.started")
        assert isinstance(told["memory_mb"], int)
        assert 0 < told["memory_mb"] < MEMORY_MB
        anna = sandbox.world.account(name="Anna", language_code="en")
        sandbox.world.send(anna, text="when are you open")
        await sandbox.until(lambda: any("nine to six" in text for text in said(sandbox, anna)), timeout=20)
        sandbox.world.clock.advance(timedelta(hours=5).total_seconds())
        travelled = await line(process, "clock.travelled")
        assert isinstance(travelled["seconds"], int)
        assert abs(travelled["seconds"] - 5 * 3600) < 5
        before = time.monotonic()
        process.send_signal(signal.SIGTERM)
        await line(process, "run.stopped")
        assert await asyncio.wait_for(process.wait(), 10) == 0
        assert time.monotonic() - before < 10


async def test_it_waits_for_a_telegram_that_is_away(nursery: Nursery, tmp_path: Path) -> None:
    """Started during an outage it waits, and begins when Telegram is back."""
    async with Sandbox() as sandbox:
        sandbox.world.bot(TOKEN)
        outage = sandbox.world.fault("5xx", method="getMe")
        async with running(nursery, tmp_path, sandbox) as child:
            await child.tells("start.telegram_unreachable", SECONDS)
            sandbox.world.clear_faults(outage)
            await child.tells("run.started", SECONDS)


async def test_another_poller_costs_nothing(nursery: Nursery, tmp_path: Path) -> None:
    """409 is told in plain words; what was written meanwhile is answered when the other one is gone."""
    async with Sandbox() as sandbox:
        sandbox.world.bot(TOKEN)
        other = sandbox.world.fault("409", method="getUpdates")
        async with running(nursery, tmp_path, sandbox) as child:
            told = await child.tells("poll.conflict", SECONDS)
            assert "Nothing is lost" in str(told["meaning"])
            anna = sandbox.world.account(name="Anna", language_code="en")
            sandbox.world.send(anna, text="when are you open")
            sandbox.world.clear_faults(other)
            await sandbox.until(
                lambda: any("nine to six" in text for text in said(sandbox, anna)), timeout=20
            )
