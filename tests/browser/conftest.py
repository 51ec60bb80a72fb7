"""A demo and a headless Chromium that looks at it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.demo import Demo, start

SECONDS = 30
"""How long a page may take to show what it is asked for, on a machine that does other things as well."""
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[Demo]:
    """A running demo whose staff speak English."""
    running = await start(language="en")
    yield running
    await running.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """This machine's Chromium; skipped, saying so, where there is none."""
    expect.set_options(timeout=SECONDS * 1000)
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(demo: Demo, browser: Browser) -> AsyncIterator[Page]:
    """The page in an English browser, on a small laptop's screen. No error may turn up in it."""
    context = await browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 720})
    opened = await context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    opened.set_default_timeout(SECONDS * 1000)
    await opened.goto(demo.url)
    await opened.wait_for_selector("body[data-ready=yes]")
    yield opened
    await context.close()
    assert errors == []
