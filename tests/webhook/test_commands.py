"""`frontline webhook`: looking at it and taking it away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.gateways.ptb_door import PtbDoor
from bot.sandbox import Sandbox

TOKEN = "100002:AAdoorDoorDoorDoorDoorDoorDoorDoorDoor"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def said(*arguments: str) -> str:
    """What a command says; it must go well."""
    result = await asyncio.to_thread(CliRunner().invoke, main, ["webhook", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


async def test_it_is_shown_and_taken_away(folder: Path) -> None:
    """Where messages go, how many wait, and that none is lost."""
    async with Sandbox(enforce_limits=False, webhook_delay=lambda attempt: 60.0) as sandbox:
        sandbox.world.bot(TOKEN)
        (folder / "frontline.toml").write_text(
            f'[telegram]\ntoken = "{TOKEN}"\napi_base = "{sandbox.url}"\nclient = "ptb"\n', "utf-8"
        )
        assert "No webhook is set" in await said("show")
        door = PtbDoor(TOKEN, api_base=sandbox.url)
        await door.call("setWebhook", url="http://127.0.0.1:9/hook")
        await door.close()
        sandbox.world.send(sandbox.world.account(), text="hello")
        assert "http://127.0.0.1:9/hook. 1 wait" in await said("show")
        assert "gone" in await said("remove")
        assert "No webhook is set" in await said("show")
        assert len(sandbox.world.pending()) == 1
