"""Takes the pictures of docs/pictures: a complaint's life on the demo's page, as the guide leads through it.

python -m tests.browser.take_pictures
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from pathlib import Path

from playwright.async_api import async_playwright, expect

from bot.demo import start
from tests.browser.conftest import CHROMIUM
from tests.browser.guided import Guided

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SCREEN = {"width": 1280, "height": 720}


async def take() -> None:
    """Play it in English and keep what is seen at each stop."""
    demo = await start(language="en")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport=SCREEN, locale="en-GB")  # type: ignore[arg-type]
        await page.goto(demo.url)
        await page.wait_for_selector("body[data-ready=yes]")

        async def shoot(name: str) -> None:
            await expect(page.locator("#toasts > *")).to_have_count(0, timeout=30_000)
            await page.wait_for_timeout(500)
            picture = PICTURES / f"{name}.png"
            await page.screenshot(path=picture, animations="disabled")
            if shutil.which("pngquant"):
                subprocess.run(["pngquant", "--force", "--ext", ".png", "96", picture], check=True)  # noqa: ASYNC221

        await Guided(page, demo, "en", shoot).play()
        await browser.close()
    await demo.stop()


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    asyncio.run(take())
