"""Requests: how they may be made, what is checked, what is refused and how."""

from __future__ import annotations

import json

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .conftest import TOKEN, Api


async def test_get_post_json_form_and_multipart_are_alike(
    sandbox: Sandbox, api: Api, session: aiohttp.ClientSession, chat: int
) -> None:
    """The same parameters may come in any form that Telegram takes."""
    url = f"{sandbox.url}/bot{TOKEN}/sendMessage"
    params = {"chat_id": str(chat), "text": "hi", "disable_notification": "true"}
    multipart = aiohttp.FormData(default_to_multipart=True)
    for name, value in params.items():
        multipart.add_field(name, value)
    for request in (
        session.get(url, params=params),
        session.post(url, params=params),
        session.post(url, data=params),
        session.post(url, json=params),
        session.post(url, data=multipart),
    ):
        async with request as response:
            assert (await response.json())["result"]["text"] == "hi"
    assert len(sandbox.world.messages(chat)) == 5


async def test_method_names_ignore_case(api: Api) -> None:
    """GETME is getMe."""
    assert (await api.result("GETME"))["username"] == "front_bot"


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "Bad Request: chat_id is empty"),
        ({"chat_id": 1}, "Bad Request: message text is empty"),
        ({"chat_id": "x", "text": "hi"}, "Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "hi"}, "Bad Request: chat not found"),
        ({"chat_id": 42, "text": "hi"}, "Bad Request: chat not found"),
        (
            {"chat_id": 1, "text": "hi", "txet": 1},
            'Bad Request: unknown parameter "txet" of method sendMessage',
        ),
        (
            {"chat_id": 1, "text": "hi", "message_thread_id": "x"},
            'Bad Request: parameter "message_thread_id" must be an integer',
        ),
        (
            {"chat_id": 1, "text": "hi", "protect_content": "maybe"},
            'Bad Request: parameter "protect_content" must be a boolean',
        ),
        ({"chat_id": 1, "text": "hi", "entities": {}}, 'Bad Request: parameter "entities" must be an array'),
        (
            {"chat_id": 1, "text": "hi", "reply_markup": "{"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        ({"chat_id": 1, "text": "hi", "reply_markup": "[]"}, "Bad Request: object expected as reply markup"),
    ],
)
async def test_what_is_wrong_with_a_request_is_named(
    api: Api, params: dict[str, object], description: str
) -> None:
    """Missing, unknown and misshapen parameters are refused with a 400 that says which."""
    assert await api.error("sendMessage", **params) == description


async def test_unknown_methods_are_not_found(api: Api) -> None:
    """A name nobody knows is a 404, one the sandbox hasn't is a 400 that says so."""
    assert (await api("sendSmile"))["error_code"] == 404
    assert await api.error("sendGame") == "Bad Request: the sandbox does not offer the method sendGame"


async def test_tokens_are_checked(sandbox: Sandbox, api: Api) -> None:
    """Malformed: 404. Revoked: 401, while the bot's next token works."""
    assert (await api("getMe", "123:short"))["error_code"] == 404
    sandbox.world.revoke(TOKEN)
    assert await api("getMe") == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (await api.result("getMe", "123456789:BBExampleExampleExampleExampleExample"))["id"] == 123456789


async def test_any_well_formed_token_makes_a_bot(api: Api) -> None:
    """The number in a token is the bot."""
    me = await api.result("getMe", "5550001:AAExampleExampleExampleExampleExample")
    assert (me["id"], me["username"], me["is_bot"]) == (5550001, "frontline_5550001_bot", True)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("x" * 4096, True),
        ("x" * 4097, False),
        ("😀" * 2048, True),
        ("😀" * 2049, False),
        (" x" + " " * 5000, True),
    ],
)
async def test_text_is_measured_in_utf16_units(api: Api, chat: int, text: str, fits: bool) -> None:
    """4096 units fit, an emoji is two, white space at the ends doesn't count."""
    body = await api("sendMessage", chat_id=chat, text=text)
    assert body["ok"] is fits
    assert fits or body["description"] == "Bad Request: message is too long"


async def test_tags_do_not_count(api: Api, chat: int) -> None:
    """The length is taken after the markup is parsed."""
    await api.result("sendMessage", chat_id=chat, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")


async def test_blank_text_is_empty(api: Api, chat: int) -> None:
    """White space alone is no message."""
    assert await api.error("sendMessage", chat_id=chat, text=" \n ") == "Bad Request: message text is empty"


async def test_parameters_may_be_json_in_strings(api: Api, chat: int) -> None:
    """Objects may come encoded, as libraries send them in forms."""
    markup = json.dumps({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    sent = await api.result("sendMessage", chat_id=str(chat), text="hi", reply_markup=markup)
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "a"


async def test_a_body_that_is_no_json_is_refused(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    """A broken body is a 400, not a crash."""
    url = f"{sandbox.url}/bot{TOKEN}/sendMessage"
    async with session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400


async def test_calls_are_recorded(sandbox: Sandbox, api: Api, chat: int) -> None:
    """What the bot asked for can be read back, with results and errors; polls are left out."""
    await api.result("sendMessage", chat_id=chat, text="hi")
    await api.error("sendMessage", chat_id=chat)
    await api.updates()
    good, wrong = sandbox.world.calls("sendMessage")
    assert good["result"]["text"] == "hi"
    assert wrong["error"]["description"] == "Bad Request: message text is empty"
    assert sandbox.world.calls(since=good["number"]) == [wrong]
    assert sandbox.world.calls("getUpdates") == []
