"""Server-sent events: what happens is told, missed events are made up for, a stop ends them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp

from bot.sandbox import Bounds, Sandbox
from bot.sandbox.stream import WAITING_AT_MOST, Hub

from .conftest import TOKEN, Api


async def events(response: aiohttp.ClientResponse, count: int) -> list[tuple[int, str, dict[str, Any]]]:
    """The next events of a stream."""
    found = []
    async with asyncio.timeout(5):
        while len(found) < count:
            block: dict[str, str] = {}
            while (line := (await response.content.readline()).decode().strip()) or not block:
                name, _, value = line.partition(": ")
                if name:
                    block[name] = value
            found.append((int(block["id"]), block["event"], json.loads(block["data"])))
    return found


async def test_both_sides_are_told(
    sandbox: Sandbox, api: Api, session: aiohttp.ClientSession, customer: int, chat: int, agents: int
) -> None:
    """Messages, edits, answers, topics, reactions and the clock, each with where it happened."""
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    async with session.get(f"{sandbox.url}/control/stream") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readline()
        sandbox.world.send(customer, text="hi")
        sent = await api.result("sendMessage", chat_id=chat, text="?", reply_markup=keyboard)
        await api.result(
            "editMessageText", chat_id=chat, message_id=sent["message_id"], text="!", reply_markup=keyboard
        )
        press = sandbox.world.press(customer, None, sent["message_id"], "Yes")
        await api.result("answerCallbackQuery", callback_query_id=press, text="ok")
        await api.result("deleteMessage", chat_id=chat, message_id=sent["message_id"])
        await api.result("createForumTopic", chat_id=agents, name="Case")
        sandbox.world.clock.advance(60)
        got = await events(stream, 8)
    assert [kind for _, kind, _ in got] == [
        "message",
        "message",
        "edited_message",
        "callback_answer",
        "deleted_messages",
        "message",
        "topic",
        "clock",
    ]
    assert got[0][2]["chat"] == customer
    assert got[0][2]["bot"] == 123456789
    assert got[0][2]["message"]["text"] == "hi"
    assert got[3][2] == {"id": press, "user": customer, "text": "ok"}


async def test_a_reader_that_comes_back_gets_what_it_missed(
    sandbox: Sandbox, session: aiohttp.ClientSession, customer: int
) -> None:
    """Last-Event-ID brings the events since then."""
    async with session.get(f"{sandbox.url}/control/stream") as stream:
        await stream.content.readline()
        sandbox.world.send(customer, text="one")
        last = (await events(stream, 1))[-1][0]
    sandbox.world.send(customer, text="two")
    async with session.get(f"{sandbox.url}/control/stream", headers={"Last-Event-ID": str(last)}) as stream:
        found = await events(stream, 2)
    assert "two" in [data.get("message", {}).get("text") for _, _, data in found]


def test_a_reader_away_too_long_starts_afresh() -> None:
    """When the events since then are forgotten, a reset is sent; so too when the reader is far behind."""
    hub = Hub(remember=3)
    for number in range(10):
        hub.publish("message", {"n": number})
    assert [event[1] for event in hub.open(after=2).events] == ["reset"]
    assert [event[2]["n"] for event in hub.open(after=8).events] == [8, 9]
    assert list(hub.open(after=10).events) == []
    listener = hub.open()
    for number in range(WAITING_AT_MOST + 1):
        hub.publish("message", {"n": number})
    assert [event[1] for event in listener.events] == ["reset"]


async def test_an_open_stream_does_not_hold_the_sandbox(session: aiohttp.ClientSession) -> None:
    """stop() ends streams at once."""
    sandbox = Sandbox(bounds=Bounds(events=10))
    await sandbox.start()
    sandbox.world.bot(TOKEN)
    async with session.get(f"{sandbox.url}/control/stream") as stream:
        await stream.content.readline()
        async with asyncio.timeout(1):
            await sandbox.stop()
        assert await stream.content.read() == b"\n"
