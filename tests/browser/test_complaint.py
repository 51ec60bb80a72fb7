"""One complaint on the demo's page, from the message to the satisfied customer, as the guide leads."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from bot.demo import Demo, start
from tests.browser.conftest import SECONDS
from tests.browser.guided import Guided

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("zh", "zh-CN")])
async def test_the_guide_leads_to_a_satisfied_customer(browser: Browser, language: str, locale: str) -> None:
    """Each hint is followed and gives way to the next, until the topic's name says it is closed."""
    demo: Demo = await start(language=language)
    context = await browser.new_context(locale=locale, viewport={"width": 1280, "height": 720})
    page = await context.new_page()
    page.set_default_timeout(SECONDS * 1000)
    try:
        await page.goto(demo.url)
        await page.wait_for_selector("body[data-ready=yes]")
        await Guided(page, demo, language).play()
    finally:
        await context.close()
        await demo.stop()
