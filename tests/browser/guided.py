"""A newcomer who follows the guide of the demo's page through the life of a complaint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, Page, expect

from bot.demo import Demo

Shoot = Callable[[str], Awaitable[None]]
BEFORE = 6
"""So many hints come before the complaint."""


async def _no_picture(name: str) -> None:
    """Nobody wants one."""


class Guided:
    """Follows the hints, and stops for a picture where one is worth it."""

    def __init__(self, page: Page, demo: Demo, language: str, shoot: Shoot = _no_picture) -> None:
        self.page = page
        self.demo = demo
        self.language = language
        self.shoot = shoot
        self.words = demo.sample.words[language]
        self.phone, self.desk = page.locator("#phone"), page.locator("#desk")
        self.guide = page.locator("#guide")

    def says(self, key: str, **values: object) -> str:
        """A text of the bot's."""
        return self.demo.house.texts.say(self.language, key, **values)

    async def play(self) -> None:
        """From the complaint to the customer's word."""
        await self.come_to_the_complaint()
        await self.complain()
        await self.take_and_mend()
        await self.hear_tomorrow()
        await self.be_satisfied()

    async def come_to_the_complaint(self) -> None:
        """Pass by what the guide has to show before."""
        for _ in range(BEFORE):
            await self.guide.locator("[data-focus=next]").click()
        await self.hint("complaint")

    async def complain(self) -> None:
        """The words are typed by the guide; the form asks for the rest, and a time is promised."""
        await self.guide.locator("[data-focus=say]").click()
        await self.phone.get_by_role("textbox").press("Enter")
        await self.press(self.phone, self.demo.house.categories["fees"][self.language])
        for key in ("forms.button.nothing", "complaint.by_chat"):
            await self.press(self.phone, self.says(key))
        await self.shoot("1-review")
        await self.press(self.phone, self.says("forms.button.send"))
        await self.hint("look")

    async def take_and_mend(self) -> None:
        """The agent opens the topic, takes the case, writes, and resolves it."""
        group = next(
            plan.names[self.language] for plan in self.demo.sample.departments if plan.key == "complaints"
        )
        await self.desk.get_by_role("tab", name=group).click()
        await self.desk.get_by_role("navigation").get_by_role("button").first.click()
        await expect(self.button(self.desk, self.says("desk.button.take"))).to_be_visible()
        await self.shoot("2-promised")
        await self.press(self.desk, self.says("desk.button.take"))
        await expect(self.button(self.desk, self.says("desk.button.resolve"))).to_be_visible()
        await self.hint("mend")
        await self.guide.locator("[data-focus=say]").click()
        await self.desk.get_by_role("textbox").press("Enter")
        await expect(self.phone.get_by_role("article").last).to_contain_text(self.words["mended"])
        await self.shoot("3-answered")
        await self.press(self.desk, self.says("desk.button.resolve"))
        await self.hint("skip_time")
        await self.shoot("4-resolved")

    async def hear_tomorrow(self) -> None:
        """Time is skipped to the next morning, and the bot comes back."""
        await self.page.locator("[data-focus='clock.tomorrow']").click()
        await expect(self.button(self.phone, self.says("follow_ups.button.satisfied"))).to_be_visible()
        await self.hint("visit")
        await self.shoot("5-return-visit")

    async def be_satisfied(self) -> None:
        """The customer's word closes the case, which agents see."""
        await self.press(self.phone, self.says("follow_ups.button.satisfied"))
        await expect(self.phone.get_by_role("article").last).to_contain_text(
            self.says("follow_ups.answered.satisfied")
        )
        await expect(self.desk.get_by_role("navigation")).to_contain_text("✅")
        await self.hint("refer")
        await self.shoot("6-closed")

    async def hint(self, key: str) -> None:
        """The guide has gone on to this hint."""
        told = await self.page.evaluate(
            "key => import('/page/texts.js').then(({ t }) => t(key))", f"guide.{key}"
        )
        await expect(self.guide.get_by_role("status")).to_have_text(told)

    async def press(self, column: Locator, label: str) -> None:
        """Press the newest button of that text."""
        await self.button(column, label).click()

    def button(self, column: Locator, label: str) -> Locator:
        """The newest button of that text."""
        return column.get_by_role("article").get_by_role("button", name=label).last
