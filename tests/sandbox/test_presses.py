"""Buttons pressed, and the bot's answers."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.errors import Misuse

from .conftest import OTHER, Api, Machine

KEYBOARD = {
    "inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://x.org/"}]]
}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def asked(api: Api, chat: int) -> int:
    """The id of a message with buttons."""
    return int((await api.result("sendMessage", chat_id=chat, text="?", reply_markup=KEYBOARD))["message_id"])


async def test_a_press_is_an_update_and_its_answer_can_be_read(
    sandbox: Sandbox, api: Api, customer: int, asked: int
) -> None:
    """The callback query carries person, message and data; what the bot answers is shown."""
    press = sandbox.world.press(customer, None, asked, "Yes")
    (update,) = await api.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (press, "y", customer)
    assert query["message"]["message_id"] == asked
    assert sandbox.world.callback(str(press))["answer"] is None
    await api.result("answerCallbackQuery", callback_query_id=press, text="taken", show_alert=True)
    assert sandbox.world.callback(str(press))["answer"] == {"text": "taken", "show_alert": True}


async def test_a_press_is_answered_once(sandbox: Sandbox, api: Api, customer: int, asked: int) -> None:
    """A second answer, and one to an unknown press, is too late."""
    press = sandbox.world.press(customer, None, asked, "y")
    await api.result("answerCallbackQuery", callback_query_id=press)
    assert await api.error("answerCallbackQuery", callback_query_id=press) == TOO_OLD
    assert await api.error("answerCallbackQuery", callback_query_id="12") == TOO_OLD


async def test_a_late_answer_is_refused(
    sandbox: Sandbox, api: Api, customer: int, asked: int, machine: Machine
) -> None:
    """After 150 seconds, or when the sandbox is told so, a press can't be answered."""
    press = sandbox.world.press(customer, None, asked, "y")
    machine.now += 151
    assert await api.error("answerCallbackQuery", callback_query_id=press) == TOO_OLD
    press = sandbox.world.press(customer, None, asked, "y")
    assert sandbox.world.expire() == 1
    assert await api.error("answerCallbackQuery", callback_query_id=press) == TOO_OLD


async def test_another_bot_cannot_answer(sandbox: Sandbox, api: Api, customer: int, asked: int) -> None:
    """A press belongs to the bot that sent the button."""
    press = sandbox.world.press(customer, None, asked, "y")
    assert await api.error("answerCallbackQuery", OTHER, callback_query_id=press) == TOO_OLD


async def test_an_answer_has_at_most_200_characters(
    sandbox: Sandbox, api: Api, customer: int, asked: int
) -> None:
    """201 are too long, and the press can still be answered."""
    press = sandbox.world.press(customer, None, asked, "y")
    error = await api.error("answerCallbackQuery", callback_query_id=press, text="x" * 201)
    assert error == "Bad Request: MESSAGE_TOO_LONG"
    await api.result("answerCallbackQuery", callback_query_id=press, text="x" * 200)


async def test_what_cannot_be_pressed_is_explained(sandbox: Sandbox, customer: int, asked: int) -> None:
    """A missing button names those there are; a link sends nothing."""
    with pytest.raises(Misuse, match="it has 'Yes', 'Site'"):
        sandbox.world.press(customer, None, asked, "No")
    with pytest.raises(Misuse, match="opens https"):
        sandbox.world.press(customer, None, asked, "Site")


async def test_reply_keyboards_send_text_or_the_number(
    sandbox: Sandbox, api: Api, customer: int, chat: int
) -> None:
    """A plain button sends its text, a contact button the person's own contact."""
    markup = {"keyboard": [["Menu"], [{"text": "My number", "request_contact": True}]]}
    sent = await api.result("sendMessage", chat_id=chat, text="?", reply_markup=markup)
    sandbox.world.press(customer, None, sent["message_id"], "Menu")
    sandbox.world.press(customer, None, sent["message_id"], "My number")
    text, contact = await api.updates()
    assert text["message"]["text"] == "Menu"
    assert contact["message"]["contact"]["user_id"] == customer
