"""The base grows on the demo's page: asked in vain, answered by hand, learnt with a tap, told, undone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo import Demo, start
from faq import Answer
from tests.browser.conftest import SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@dataclass
class Player:
    """Somebody who plays everybody on a page, in one language."""

    page: Page
    demo: Demo
    language: str

    def __post_init__(self) -> None:
        """The three columns of the page."""
        self.phone, self.desk, self.office = (
            self.page.locator(f"#{name}") for name in ("phone", "desk", "office")
        )
        self.words = self.demo.sample.words[self.language]

    def says(self, key: str, **values: object) -> str:
        """A text of the bot's."""
        return self.demo.house.texts.say(self.language, key, **values)

    async def write(self, column: Locator, text: str) -> None:
        """Write into a column's input line."""
        field = column.get_by_role("textbox")
        await field.fill(text)
        await field.press("Enter")

    async def press(self, column: Locator, key: str) -> None:
        """Press the newest button of that text."""
        await self._button(column, key).click()

    async def hears(self, column: Locator, words: str) -> None:
        """The newest message of a column says this."""
        await expect(column.get_by_role("article").last).to_contain_text(words)

    def _button(self, column: Locator, key: str) -> Locator:
        return column.get_by_role("article").get_by_role("button", name=self.says(key)).last

    async def hold(self, number: int) -> None:
        """Take the phone of one of the two customers, by their order."""
        name = self.demo.sample.customers[number].first_name
        await self.phone.get_by_role("tab", name=name).click()

    async def ask_in_vain(self) -> None:
        """Both customers ask what nobody has written an answer for; the second wants a colleague."""
        for number in (0, 1):
            await self.hold(number)
            await self.write(self.phone, self.words["gap"])
            await self.hears(self.phone, self.says("question.unknown"))
        await self.press(self.phone, "question.colleague")

    async def answer_by_hand(self) -> None:
        """An agent takes the topic and writes an answer, which arrives on the phone."""
        topics = self.desk.get_by_role("navigation").get_by_role("button")
        await expect(topics).to_have_count(2)
        await topics.first.click()
        await self.press(self.desk, "desk.button.take")
        await expect(self._button(self.desk, "desk.button.resolve")).to_be_visible()
        await self.write(self.desk, self.words["by_hand"])
        await self.hears(self.phone, self.words["by_hand"])

    async def learn(self) -> None:
        """The manager sees how often it was asked and what was answered, and publishes that."""
        await self.write(self.office, "/learn")
        await self.hears(self.office, self.says("knowledge.learn.asked", at=1, of=1, count=2, week=2))
        await self.hears(self.office, self.words["gap"])
        await self.hears(self.office, self.words["by_hand"])
        first = self.office.get_by_role("article").last.get_by_role("button").first
        await expect(first).to_have_text(self.says("knowledge.button.learn_answer"))
        await self.press(self.office, "knowledge.button.learn_answer")
        await self.press(self.office, "knowledge.button.publish_it")
        await self.hears(self.office, self.says("knowledge.done.created", title=self.words["gap"]))

    async def ask_again(self) -> None:
        """The next customer has the answer from the bot, which asks whether it helped."""
        await self._until(known=True)
        await self.hold(0)
        await self.write(self.phone, self.words["gap"])
        await self.hears(self.phone, self.words["by_hand"])
        await expect(self._button(self.phone, "question.yes")).to_be_visible()

    async def take_it_back(self) -> None:
        """The manager undoes it, and the bot says again that it does not know."""
        await self.press(self.office, "knowledge.button.undo")
        await self.hears(self.office, self.says("knowledge.done.undone_new", title=self.words["gap"]))
        await self._until(known=False)
        await self.write(self.phone, self.words["gap"])
        await self.hears(self.phone, self.says("question.unknown"))

    async def _until(self, *, known: bool) -> None:
        """A change is live in every process within two seconds."""
        async with asyncio.timeout(SECONDS):
            while known != isinstance(self.demo.house.faq.match(self.words["gap"]), Answer):
                await self.page.wait_for_timeout(50)

    async def play(self) -> None:
        """The whole loop."""
        await self.ask_in_vain()
        await self.answer_by_hand()
        await self.learn()
        await self.ask_again()
        await self.take_it_back()


async def test_a_school_learns_in_english(page: Page, demo: Demo) -> None:
    """Asked twice in vain, answered by hand, published from the manager's chat, told at once, taken back."""
    await Player(page, demo, "en").play()


@pytest_asyncio.fixture(loop_scope="module")
async def branch() -> AsyncIterator[Demo]:
    """The broadband branch, whose staff speak Chinese."""
    running = await start(language="zh", business="broadband-branch")
    yield running
    await running.stop()


async def test_a_branch_learns_in_chinese(branch: Demo, browser: Browser) -> None:
    """The same in Chinese, in the other business, on a larger screen."""
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    opened = await context.new_page()
    opened.set_default_timeout(SECONDS * 1000)
    await opened.goto(branch.url)
    await opened.wait_for_selector("body[data-ready=yes]")
    await Player(opened, branch, "zh").play()
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert await opened.evaluate(size) == [1440, 900]
    await context.close()
