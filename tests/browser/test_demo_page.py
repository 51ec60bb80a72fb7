"""A newcomer opens the demo's page in a real browser and plays through the main job."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from bot.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def _phone(page: Page) -> Locator:
    return page.locator("#phone")


def _desk(page: Page) -> Locator:
    return page.locator("#desk")


async def _write(column: Locator, text: str) -> None:
    field = column.get_by_role("textbox")
    await field.fill(text)
    await field.press("Enter")


async def _press(column: Locator, label: str) -> None:
    await column.get_by_role("article").get_by_role("button", name=label).last.click()


async def _hears(column: Locator, words: str) -> None:
    await expect(column.get_by_role("article").filter(has_text=words).last).to_be_visible()


async def test_a_question_is_answered_on_the_phone(page: Page) -> None:
    """Emma asks what she can read in the base of answers, and has the answer."""
    phone = _phone(page)
    await expect(phone.get_by_role("tab", name="Emma")).to_have_attribute("aria-selected", "true")
    await _write(phone, "What subjects do you teach?")
    await _hears(phone, "We teach Chinese, maths, English")


async def test_a_person_is_called_takes_over_and_answers(page: Page) -> None:
    """ "human" opens a topic; it is taken there, and the agent's words arrive on the phone."""
    phone, desk = _phone(page), _desk(page)
    await _write(phone, "human")
    topic = desk.get_by_role("navigation").get_by_role("button").filter(has_not_text="General").first
    await topic.click()
    await _press(desk, "Take")
    await _hears(phone, "looking after")
    await _write(desk, "Good morning, Emma. I am here.")
    await _hears(phone, "Good morning, Emma. I am here.")
    await _write(phone, "Wonderful, thanks")
    await _hears(desk, "Wonderful, thanks")


async def test_a_complaint_carries_a_photo_to_the_departments_group(page: Page, demo: Demo) -> None:
    """A photo attached in the form is seen in the topic of the complaint."""
    phone, desk = _phone(page), _desk(page)
    await phone.get_by_role("tab", name="王芳").click()
    await _write(phone, "我要投诉")
    await _hears(phone, "发生了什么")
    await _write(phone, "数学课被扣了两次钱")
    await _press(phone, demo.house.categories["fees"]["zh"])
    await _press(phone, demo.house.texts.say("zh", "complaint.wishes.refund"))
    await _attach_sample(page, phone)
    await phone.get_by_role("textbox").press("Enter")
    for button in ("forms.button.done", "complaint.by_chat", "forms.button.send"):
        await _press(phone, demo.house.texts.say("zh", button))
    await desk.get_by_role("tab", name="Complaints").click()
    topic = desk.get_by_role("navigation").get_by_role("button").filter(has_not_text="General").first
    await topic.click()
    await _is_loaded(desk.get_by_role("article").get_by_role("img").last)


async def test_time_is_skipped(page: Page, demo: Demo) -> None:
    """The strip at the top moves the school's time for the page and for the bot."""
    before = demo.clock.now()
    await page.get_by_role("button", name="to tomorrow 9:00").click()
    await expect(page.locator(".clock time")).to_contain_text("09:00")
    local = demo.clock.now().astimezone(demo.house.zone)
    assert (local.hour, local.minute) == (9, 0)
    assert local.date() > before.astimezone(demo.house.zone).date()


async def test_what_people_write_is_never_markup(page: Page) -> None:
    """A message that looks like HTML is shown as it was written, on both sides."""
    phone = _phone(page)
    await _write(phone, "<img src=x onerror=alert(1)>")
    await _hears(phone, "<img src=x onerror=alert(1)>")
    assert await page.locator("img[src=x]").count() == 0


async def test_messages_are_replied_to_reacted_to_edited_and_deleted(page: Page) -> None:
    """A message's menu, opened by keys alone, does what chat apps do."""
    phone = _phone(page)
    await phone.get_by_role("tab", name="王芳").click()
    await _write(phone, "谢谢你")
    mine = phone.locator("article.out").filter(has_text="谢谢你").last
    await mine.press("Enter")
    await page.get_by_role("menuitem", name="👍").click()
    await expect(mine.get_by_role("button", name="👍")).to_have_attribute("aria-pressed", "true")
    await mine.press("Enter")
    await page.get_by_role("menuitem", name="Edit").click()
    await _write(phone, "谢谢你们")
    edited = phone.locator("article.out").filter(has_text="谢谢你们").last
    await expect(edited).to_contain_text("edited")
    await edited.press("Enter")
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(phone.get_by_text("Message deleted").last).to_be_visible()


async def test_the_page_speaks_both_languages_and_fits_the_screen(page: Page) -> None:
    """The toggle changes every word of the page's own; nothing needs scrolling at 1280 × 720."""
    await expect(page.get_by_role("heading", name="Agents' groups")).to_be_visible()
    await page.get_by_role("button", name="Switch the language").click()
    await expect(page.get_by_role("heading", name="客服群")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "zh-CN"
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert await page.evaluate(size) == [1280, 720]
    await page.get_by_role("button", name="切换语言").click()


async def _attach_sample(page: Page, column: Locator) -> None:
    await column.get_by_role("button", name="Attach").click()
    await page.get_by_role("menuitem", name="A sample photo").click()
    await expect(column.get_by_text("receipt.png")).to_be_visible()


async def _is_loaded(picture: Locator) -> None:
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 480)
