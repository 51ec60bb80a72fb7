"""Trouble on demand."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.errors import Misuse

from .conftest import TOKEN, Api


@pytest.mark.parametrize(
    ("fault", "code", "description"),
    [
        ({"kind": "429", "retry_after": 17}, 429, "Too Many Requests: retry after 17"),
        ({"kind": "403"}, 403, "Forbidden: bot was blocked by the user"),
        ({"kind": "403", "text": "kicked"}, 403, "Forbidden: bot was kicked from the supergroup chat"),
        ({"kind": "400", "text": "message thread not found"}, 400, "Bad Request: message thread not found"),
        ({"kind": "401"}, 401, "Unauthorized"),
        ({"kind": "409"}, 409, "Conflict: terminated by other getUpdates request"),
    ],
)
async def test_refusals(
    sandbox: Sandbox, api: Api, chat: int, fault: dict[str, str], code: int, description: str
) -> None:
    """A fault answers instead of the method, which isn't carried out."""
    sandbox.world.fault(**fault)
    body = await api("sendMessage", chat_id=chat, text="hi")
    assert (body["error_code"], body["description"]) == (code, description)
    assert sandbox.world.messages(chat) == []
    sandbox.world.clear_faults()
    await api.result("sendMessage", chat_id=chat, text="hi")


async def test_a_fault_is_as_narrow_as_told(sandbox: Sandbox, api: Api, chat: int, agents: int) -> None:
    """By method, chat and count, after some that pass."""
    sandbox.world.fault("429", method="sendMessage", chat=chat, times=1, skip=1)
    answers = [(await api("sendMessage", chat_id=chat, text=str(number)))["ok"] for number in range(3)]
    assert answers == [True, False, True]
    sandbox.world.fault("429", method="sendMessage", chat=chat)
    assert (await api("sendMessage", chat_id=agents, text="hi"))["ok"]
    assert (await api("sendDice", chat_id=chat))["ok"]
    assert not (await api("sendMessage", chat_id=chat, text="hi"))["ok"]
    assert sandbox.world.faults()[0]["used"] == 1


async def test_a_gateway_error_has_an_html_body(
    sandbox: Sandbox, session: aiohttp.ClientSession, chat: int
) -> None:
    """502 comes from the front server, not as JSON."""
    sandbox.world.fault("5xx")
    async with session.get(f"{sandbox.url}/bot{TOKEN}/getMe") as response:
        assert response.status == 502
        assert response.content_type == "text/html"
        assert "502 Bad Gateway" in await response.text()


@pytest.mark.parametrize(("kind", "done"), [("timeout_before", 0), ("timeout_after", 1)])
async def test_timeouts(
    sandbox: Sandbox, session: aiohttp.ClientSession, chat: int, kind: str, done: int
) -> None:
    """The client waits in vain; whether the message went out depends on the kind."""
    sandbox.world.fault(kind, times=1)
    request = session.post(
        f"{sandbox.url}/bot{TOKEN}/sendMessage",
        data={"chat_id": chat, "text": "hi"},
        timeout=aiohttp.ClientTimeout(total=0.1),
    )
    with pytest.raises(asyncio.TimeoutError):
        async with request:
            pass
    assert len(sandbox.world.messages(chat)) == done
    (call,) = sandbox.world.calls("sendMessage")
    assert (call["ok"], call["fault"]) == (bool(done), kind)


@pytest.mark.parametrize(("kind", "done"), [("drop_before", 0), ("drop_after", 1)])
async def test_drops(
    sandbox: Sandbox, session: aiohttp.ClientSession, chat: int, kind: str, done: int
) -> None:
    """The connection is cut at once, before or after the message went out."""
    sandbox.world.fault(kind, times=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        async with session.post(
            f"{sandbox.url}/bot{TOKEN}/sendMessage", data={"chat_id": chat, "text": "hi"}
        ):
            pass
    assert len(sandbox.world.messages(chat)) == done


async def test_a_slow_answer_is_the_right_one(sandbox: Sandbox, api: Api, chat: int) -> None:
    """Slow requests are carried out in the end."""
    sandbox.world.fault("slow", seconds=0.05, times=1)
    assert (await api.result("sendMessage", chat_id=chat, text="hi"))["text"] == "hi"


async def test_hanging_requests_do_not_hold_the_sandbox(session: aiohttp.ClientSession) -> None:
    """stop() ends hanging answers and long polls at once."""
    sandbox = Sandbox()
    await sandbox.start()
    sandbox.world.bot(TOKEN)
    sandbox.world.fault("timeout_before", method="getMe")
    url = f"{sandbox.url}/bot{TOKEN}"
    hanging = [
        asyncio.create_task(session.get(f"{url}/getMe").__aenter__()),
        asyncio.create_task(session.get(f"{url}/getUpdates?timeout=50").__aenter__()),
    ]
    await asyncio.sleep(0.05)
    async with asyncio.timeout(1):
        await sandbox.stop()
    await asyncio.gather(*hanging, return_exceptions=True)


def test_a_wrong_fault_is_explained() -> None:
    """Kinds and counts are checked."""
    world = Sandbox().world
    with pytest.raises(Misuse, match="there is no fault '418'"):
        world.fault("418")
    with pytest.raises(Misuse, match="times must be at least 1"):
        world.fault("429", times=0)
    with pytest.raises(Misuse, match="between 500 and 599"):
        world.fault("5xx", code=404)
