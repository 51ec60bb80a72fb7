"""python-telegram-bot's own client over aiohttp: what it sends and how it says that something failed."""

from __future__ import annotations

import sys
import warnings
from collections.abc import AsyncIterator

import pytest
import telegram
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.warnings import PTBDeprecationWarning

from bot.gateways.errors import Deferred
from bot.gateways.ptb_door import PtbDoor
from bot.gateways.ptb_request import AiohttpRequest
from bot.sandbox import Sandbox
from storage.outbound import Outbound, SendText
from tests.gateways.conftest import TOKEN
from tests.gateways.test_contract import PNG


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    """The library's bot on our requests."""
    request = AiohttpRequest(seconds=1.0)
    opened = telegram.Bot(
        TOKEN,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
        request=request,
        get_updates_request=request,
    )
    async with opened:
        yield opened


async def test_the_library_sends_text_and_files(bot: telegram.Bot, sandbox: Sandbox) -> None:
    """Nested parameters, an uploaded photo, and its content read back."""
    anna = sandbox.world.account()
    sandbox.world.start(anna)
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(anna, "hello", reply_markup=markup)
    message = sandbox.world.message(anna, sent.message_id)
    assert message is not None
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Yes"
    photo = await bot.send_photo(anna, PNG, caption="see")
    assert photo.caption == "see"
    file = await photo.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == PNG


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "403", "text": "blocked"}, Forbidden),
        ({"kind": "400", "text": "chat not found"}, BadRequest),
        ({"kind": "drop_after"}, NetworkError),
        ({"kind": "timeout_after", "seconds": 5}, TimedOut),
    ],
)
async def test_the_library_sees_its_own_errors(
    bot: telegram.Bot, sandbox: Sandbox, fault: dict[str, object], error: type[Exception]
) -> None:
    """Whoever knows the library finds nothing new, and no error shows the token."""
    anna = sandbox.world.account()
    sandbox.world.start(anna)
    sandbox.world.fault(method="sendMessage", times=1, **fault)  # type: ignore[arg-type]
    with pytest.raises(error) as raised:
        await bot.send_message(anna, "hello")
    assert TOKEN not in str(raised.value)


async def test_nobody_there_is_a_network_error(bot: telegram.Bot, sandbox: Sandbox) -> None:
    """A refused connection, without the address that holds the token."""
    await sandbox.stop()
    with pytest.raises(NetworkError) as raised:
        await bot.get_me()
    assert TOKEN not in str(raised.value)


async def test_waiting_times_need_no_deprecated_numbers(sandbox: Sandbox) -> None:
    """The library is turning its seconds into lengths of time; the gateway reads neither and is silent."""
    door = PtbDoor(TOKEN, api_base=sandbox.url)
    await door.identify()
    anna = sandbox.world.account()
    sandbox.world.start(anna)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sandbox.world.fault(method="sendMessage", times=1, kind="429", retry_after=7)
        with pytest.raises(Deferred) as raised:
            await door.send(Outbound(SendText("hello"), str(anna)))
    assert raised.value.after == 7
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        sandbox.world.fault(method="sendMessage", times=1, kind="429", retry_after=7)
        with pytest.raises(RetryAfter):
            await door.bot.send_message(anna, "hello")
    await door.close()


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "socks4://127.0.0.1:1"])
def test_a_proxy_that_needs_a_package_says_so(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Like the other gateway: the caller turns it into plain words."""
    monkeypatch.setitem(sys.modules, "aiohttp_socks", None)
    with pytest.raises(RuntimeError):
        PtbDoor(TOKEN, proxy=proxy)


async def test_requests_go_through_a_web_proxy(sandbox: Sandbox) -> None:
    """The connection is made to the proxy, not to where it leads."""
    door = PtbDoor(TOKEN, api_base="http://telegram.invalid", proxy="http://127.0.0.1:1")
    with pytest.raises(Deferred):
        await door.send(Outbound(SendText("hello"), "1"))
    await door.close()
