"""What the pages tell to write is what the settings take."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = ("webhook", "embedding", "metrics", "running", "delivery")
BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """Every piece of a settings file in the pages."""
    return [
        (page, block)
        for page in PAGES
        for block in BLOCK.findall((ROOT / "docs" / f"{page}.md").read_text("utf-8"))
    ]


def test_there_are_some() -> None:
    """The pages show settings."""
    assert len(blocks()) >= 4


@pytest.mark.parametrize(("page", "block"), blocks())
def test_settings_in_the_pages_can_be_used(page: str, block: str) -> None:
    """Each piece is taken as it stands (a token with dots in it stands for a real one)."""
    given = tomllib.loads(block.replace("123456789:AAE…", "123456789:" + "A" * 35))
    assert Settings.model_validate(given), page


def test_the_proxy_of_the_page_passes_the_webhook_on_and_nothing_else() -> None:
    """The nginx example names the path of the address in the example above it, and no other."""
    page = (ROOT / "docs" / "webhook.md").read_text("utf-8")
    (path,) = set(re.findall(r'url = "https://[^/]+(/\w+)"', page))
    assert re.findall(r"location (.*?) \{", page) == [f"= {path}"]
    deployed = (ROOT / "deploy" / "nginx.conf.template").read_text("utf-8")
    assert re.findall(r"location (.*?) \{", deployed) == [f"= {path}"]
