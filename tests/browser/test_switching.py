"""The list that shows another business."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, expect

from bot.demo.command import serve
from tests.browser.conftest import SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_the_page_shows_the_other_business(browser: Browser, unused_tcp_port: int) -> None:
    """One choice, and the same page shows the broadband branch, whose bot answers."""
    told = asyncio.Event()
    serving = asyncio.create_task(serve(unused_tcp_port, False, "tutoring-school", told))
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 720})
    page = await context.new_page()
    page.set_default_timeout(SECONDS * 1000)
    try:
        async with asyncio.timeout(SECONDS):
            while not await _is_open(unused_tcp_port):
                await page.wait_for_timeout(50)
        await page.goto(f"http://127.0.0.1:{unused_tcp_port}")
        chooser = page.get_by_role("combobox", name="换一家企业")
        await chooser.select_option("晴川宽带滨江营业厅")
        await expect(chooser.get_by_role("option", name="青藤学堂")).to_have_count(1)
        phone = page.locator("#phone")
        await expect(phone.get_by_role("tab", name="刘洋")).to_have_attribute("aria-selected", "true")
        await phone.get_by_role("textbox").fill("宽带一个月多少钱？")
        await phone.get_by_role("textbox").press("Enter")
        await expect(phone.get_by_role("article").last).to_contain_text("59 元")
        for name in ("业务咨询", "投诉", "装机维修"):
            await expect(page.locator("#desk").get_by_role("tab", name=name)).to_be_in_viewport(ratio=1)
    finally:
        await context.close()
        told.set()
        await serving


async def _is_open(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
