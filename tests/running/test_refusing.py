"""Starting where something outside is wrong: told in plain words, nothing begun."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.only_one import OnlyOne
from bot.opening import CannotRun
from bot.running import run
from bot.sandbox import Sandbox
from bot.settings import Settings

TOKEN = "100001:AAtownTownTownTownTownTownTownTownTown"


def settings(folder: Path, api_base: str = "http://127.0.0.1:9", token: str = TOKEN) -> Settings:
    """Settings with a database in a folder."""
    return Settings.model_validate(
        {
            "telegram": {"token": token, "api_base": api_base},
            "storage": {"url": f"sqlite:///{folder / 'frontline.db'}"},
        }
    )


async def test_without_a_token(tmp_path: Path) -> None:
    """A missing token is told with the way to @BotFather."""
    with pytest.raises(CannotRun, match="/newbot"):
        await run(settings(tmp_path, token=""))


async def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that is not installed is told with the words that install it."""
    monkeypatch.setitem(sys.modules, "bot.gateways.ptb_door", None)
    wanted = settings(tmp_path)
    wanted = wanted.model_copy(update={"telegram": wanted.telegram.model_copy(update={"client": "ptb"})})
    with pytest.raises(CannotRun, match=r"frontline\[ptb\]"):
        await run(wanted)


async def test_with_a_revoked_token(tmp_path: Path) -> None:
    """401 is told in plain words, with what to do and that nothing is lost."""
    async with Sandbox() as sandbox:
        sandbox.world.bot(TOKEN)
        sandbox.world.revoke(TOKEN)
        with pytest.raises(CannotRun, match=r"\(401\).*Nothing is lost"):
            await run(settings(tmp_path, sandbox.url))


async def test_on_a_file_that_is_in_use(tmp_path: Path) -> None:
    """A second process on the same file is refused by the file's name."""
    other = OnlyOne(tmp_path / "frontline.db")
    other.take()
    try:
        with pytest.raises(CannotRun, match=r"already running on .*frontline\.db"):
            await run(settings(tmp_path))
    finally:
        other.release()


async def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A database in a place that is no folder is told by its path."""
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CannotRun, match=r"storage\.url"):
        await run(settings(tmp_path / "file"))
