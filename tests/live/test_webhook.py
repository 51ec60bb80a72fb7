"""`frontline run` called by Telegram: as a process of its own, with both libraries."""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox
from tests.live.children import Nursery
from tests.live.test_run import SECONDS, TOKEN, running, said, settings
from tests.metrics.test_tally import read

pytestmark = pytest.mark.live


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def page(url: str) -> tuple[int, str]:
    """Status and text of a page."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


@pytest.mark.parametrize("client", ["aiogram", "ptb"])
async def test_it_is_called_answers_and_can_be_watched(nursery: Nursery, tmp_path: Path, client: str) -> None:
    """A question comes by webhook and is answered; the pages tell of it; SIGTERM leaves the webhook."""
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    hook = f'[webhook]\nurl = "{here}/hook"\nlisten = "127.0.0.1:{port}"\n'
    async with (
        Sandbox(webhook_delay=lambda attempt: 0.2) as sandbox,
        running(nursery, tmp_path, sandbox, client=client, more=hook) as child,
    ):
        await child.tells("webhook.set", SECONDS)
        anna = sandbox.world.account(name="Anna", language_code="en")
        sandbox.world.send(anna, text="when are you open")
        await sandbox.until(lambda: any("nine to six" in text for text in said(sandbox, anna)), timeout=20)
        for _ in range(75):
            if (ready := await page(f"{here}/ready"))[0] == 200:
                break
            await asyncio.sleep(0.2)
        assert ready[0] == 200, ready
        assert await page(f"{here}/health") == (200, "ok\n")
        figures = read((await page(f"{here}/metrics"))[1])
        assert figures["frontline_updates_handled_total"] == 1
        assert not sandbox.world.calls("getUpdates")
        await child.stopped()
        assert child.told("run.stopped")
        sandbox.world.send(anna, text="are you there")
        async with running(nursery, tmp_path, sandbox, client=client, more=hook) as again:
            await again.tells("webhook.set", SECONDS)
            await sandbox.until(lambda: not sandbox.world.pending(), timeout=20)


async def test_going_back_to_asking_is_told(nursery: Nursery, tmp_path: Path) -> None:
    """Polling with a webhook set ends with plain words and exit code 1, not in silence."""
    async with Sandbox() as sandbox:
        sandbox.world.bot(TOKEN)
        async with aiohttp.ClientSession() as session:
            body = {"url": "https://elsewhere.example.org/x"}
            async with session.post(f"{sandbox.url}/bot{TOKEN}/setWebhook", json=body) as response:
                assert response.status == 200
        async with running(nursery, tmp_path, sandbox) as child:
            assert await child.ended(SECONDS) == 1
            told = child.journal.read_text("utf-8")
            assert "frontline webhook remove" in told
            assert "elsewhere.example.org" in told


async def test_another_bot_forwards_to_it(nursery: Nursery, tmp_path: Path) -> None:
    """The example and the command, two programs with one token: each answers its own."""
    port = free_port()
    secret = "a-secret-of-enough-letters"
    hook = f'[webhook]\nforwarded = true\nlisten = "127.0.0.1:{port}"\nsecret = "{secret}"\n'
    async with Sandbox() as sandbox, running(nursery, tmp_path, sandbox, more=hook) as child:
        await child.tells("webhook.listening", SECONDS)
        told = {"API": sandbox.url, "TOKEN": TOKEN, "SECRET": secret}
        told["FRONTLINE"] = f"http://127.0.0.1:{port}/telegram"
        bot = nursery.child("tests.live.mill:example", name="forwarding_bot", environment=told)
        anna = sandbox.world.account(name="Anna", language_code="en")
        sandbox.world.send(anna, text="/weather")
        sandbox.world.send(anna, text="when are you open")
        await sandbox.until(lambda: any("nine to six" in text for text in said(sandbox, anna)), timeout=20)
        assert said(sandbox, anna)[0] == "Sunny."
        await bot.killed()


ASKED = [("/weather", "Which city?"), ("Rome", "Sunny in Rome"), ("when are you open", "nine to six")]


def often(sandbox: Sandbox, user: int, words: str, times: int) -> bool:
    """Whether somebody has been told something so often."""
    return sum(words in text for text in said(sandbox, user)) == times


@pytest.mark.parametrize("name", ["aiogram_bot", "ptb_bot"])
async def test_a_host_runs_as_its_page_says(nursery: Nursery, tmp_path: Path, name: str) -> None:
    """The example as a program: host and front line answer, SIGTERM ends it in order, and it starts again."""
    async with Sandbox() as sandbox:
        sandbox.world.bot(TOKEN)
        config = settings(tmp_path, sandbox, more=f'[storage]\nurl = "sqlite:///{tmp_path / "front.db"}"\n')
        anna = sandbox.world.account(name="Anna", language_code="en")
        for heard in (1, 2):
            bot = nursery.child(
                "tests.live.mill:example", name=name, environment={"FRONTLINE_CONFIG": str(config)}
            )
            for text, words in ASKED:
                sandbox.world.send(anna, text=text)
                await sandbox.until(partial(often, sandbox, anna, words, heard), timeout=20)
            await bot.stopped()
