"""Webhook delivery to a small server of our own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox import Sandbox
from bot.sandbox.webhook import retry_delay

from .conftest import Api, Machine

Answer = Callable[[dict[str, Any]], web.Response]


class Receiver:
    """A webhook that keeps what it gets and answers as told."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answer: Answer = lambda update: web.Response()
        self.news = asyncio.Event()

    async def receive(self, request: web.Request) -> web.Response:
        """Take one update."""
        update = json.loads(await request.read())
        self.got.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.news.set()
        return self.answer(update)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds of what has come."""
        async with asyncio.timeout(5):
            while not holds():
                self.news.clear()
                await self.news.wait()

    def texts(self) -> list[str]:
        """The texts that have come."""
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A running receiver."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def settled(sandbox: Sandbox, api: Api) -> dict[str, Any]:
    """The webhook's state once every delivery has ended."""
    hook = sandbox.state.webhooks.get(sandbox.state.the_bot())
    assert hook is not None
    async with asyncio.timeout(5):
        await asyncio.gather(*hook.tasks)
    info: dict[str, Any] = await api.result("getWebhookInfo")
    assert info["pending_update_count"] == 0
    return info


async def test_updates_are_posted_with_the_secret(
    sandbox: Sandbox, api: Api, receiver: Receiver, customer: int
) -> None:
    """What waited and what comes later arrives in order, with the header; nothing stays pending."""
    sandbox.world.send(customer, text="before")
    await api.result("setWebhook", url=receiver.url, secret_token="s3cret")
    sandbox.world.send(customer, text="after")
    await receiver.until(lambda: len(receiver.got) == 2)
    assert receiver.texts() == ["before", "after"]
    assert receiver.secrets == ["s3cret", "s3cret"]
    assert (await settled(sandbox, api))["url"] == receiver.url


async def test_what_fails_is_posted_again_in_order(
    sandbox: Sandbox, api: Api, receiver: Receiver, customer: int
) -> None:
    """A 500 holds the chat's later updates until the first is taken; the error is told."""
    refusals = iter([500, 503])
    receiver.answer = lambda update: web.Response(status=next(refusals, 200))
    await api.result("setWebhook", url=receiver.url)
    sandbox.world.send(customer, text="one")
    sandbox.world.send(customer, text="two")
    await receiver.until(lambda: len(receiver.got) == 4)
    assert receiver.texts() == ["one", "one", "one", "two"]
    assert "503" in (await settled(sandbox, api))["last_error_message"]


async def test_one_chat_does_not_hold_another(sandbox: Sandbox, api: Api, receiver: Receiver) -> None:
    """While one chat's update is refused, other chats are served."""
    stuck, free = sandbox.world.account("Stuck"), sandbox.world.account("Free")
    receiver.answer = lambda update: web.Response(
        status=500 if update["message"]["from"]["id"] == stuck else 200
    )
    await api.result("setWebhook", url=receiver.url)
    sandbox.world.send(stuck, text="stuck")
    sandbox.world.send(free, text="free")
    await receiver.until(lambda: "free" in receiver.texts())


async def test_an_expired_update_is_given_up(
    sandbox: Sandbox, api: Api, receiver: Receiver, customer: int, machine: Machine
) -> None:
    """After a day nobody posts it any more."""

    def refuse(update: dict[str, Any]) -> web.Response:
        machine.now += 13 * 3600
        return web.Response(status=500)

    receiver.answer = refuse
    await api.result("setWebhook", url=receiver.url)
    sandbox.world.send(customer, text="old news")
    await settled(sandbox, api)
    assert receiver.texts() == ["old news", "old news"]


async def test_a_method_in_the_answer_is_carried_out(
    sandbox: Sandbox, api: Api, receiver: Receiver, customer: int
) -> None:
    """A webhook may answer with a method."""
    receiver.answer = lambda update: web.json_response(
        {"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "at once"}
    )
    await api.result("setWebhook", url=receiver.url)
    sandbox.world.send(customer, text="hi")
    await sandbox.until(lambda: sandbox.world.calls("sendMessage"))
    assert sandbox.world.messages(customer)[-1]["text"] == "at once"


async def test_polling_and_webhook_exclude_each_other(
    sandbox: Sandbox, api: Api, receiver: Receiver, customer: int
) -> None:
    """With a webhook getUpdates is a conflict, and setting one ends a waiting poll."""
    waiting = asyncio.create_task(api("getUpdates", timeout=50))
    await asyncio.sleep(0.02)
    await api.result("setWebhook", url=receiver.url)
    assert (await waiting)["description"] == "Conflict: terminated by setWebhook request"
    assert (await api.error("getUpdates")).startswith(
        "Conflict: can't use getUpdates method while webhook is active"
    )
    await api.result("deleteWebhook")
    sandbox.world.send(customer, text="hi")
    assert len(await api.updates()) == 1
    await api.result("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []


async def test_wrong_addresses_and_secrets_are_refused(api: Api) -> None:
    """Only http(s), and secrets of plain characters."""
    assert (await api.error("setWebhook", url="ftp://x/")).startswith("Bad Request: bad webhook")
    error = await api.error("setWebhook", url="http://127.0.0.1:1/", secret_token="sécret")
    assert error == "Bad Request: secret token contains unallowed characters"


def test_the_retry_schedule() -> None:
    """At once, then 2, 4, 8 … up to a minute."""
    assert [retry_delay(attempt) for attempt in range(1, 9)] == [0, 2, 4, 8, 16, 32, 60, 60]
