"""Webhook delivery: updates of one chat one after another, presses by person, retried until they expire."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.sandbox.accounts import BotAccount
from bot.sandbox.updates import Update

TIMEOUT = 60.0
RunMethod = Callable[[BotAccount, str, dict[str, Any]], Awaitable[None]]


def retry_delay(attempt: int) -> float:
    """Seconds before the attempt after this one: at once, then 2, 4, 8 … up to a minute."""
    return 0.0 if attempt <= 1 else float(min(2 ** (attempt - 1), 60))


@dataclass(slots=True)
class Webhook:
    """Where one bot's updates are posted, and how that has gone."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    last_error_date: int | None = None
    last_error: str | None = None
    lanes: dict[str, deque[Update]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Limit the connections."""
        self.places = asyncio.Semaphore(self.max_connections)


class Webhooks:
    """All webhooks and the one client session that serves them."""

    def __init__(
        self, unix: Callable[[], int], delay: Callable[[int], float], timeout: float = TIMEOUT
    ) -> None:
        self._unix = unix
        self._delay = delay
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None
        self._hooks: dict[int, Webhook] = {}
        self.run_method: RunMethod | None = None
        self.delivered: Callable[[], None] = lambda: None

    def get(self, bot: BotAccount) -> Webhook | None:
        """The bot's webhook, if it has one."""
        return self._hooks.get(bot.id)

    def set(self, bot: BotAccount, hook: Webhook) -> None:
        """Start posting, beginning with what is pending."""
        self.remove(bot)
        self._hooks[bot.id] = hook
        bot.queue.on_put = lambda update: self._enqueue(bot, hook, update)
        for update in list(bot.queue.pending.values()):
            self._enqueue(bot, hook, update)

    def remove(self, bot: BotAccount) -> None:
        """Stop posting; what was not delivered stays pending."""
        bot.queue.on_put = None
        hook = self._hooks.pop(bot.id, None)
        if hook is not None:
            for task in hook.tasks:
                task.cancel()

    async def close(self) -> None:
        """End all deliveries."""
        tasks = [task for hook in self._hooks.values() for task in hook.tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _enqueue(self, bot: BotAccount, hook: Webhook, update: Update) -> None:
        lane = hook.lanes.get(update.key)
        if lane is not None:
            lane.append(update)
            return
        hook.lanes[update.key] = deque([update])
        task = asyncio.get_running_loop().create_task(self._drain(bot, hook, update.key))
        hook.tasks.add(task)
        task.add_done_callback(hook.tasks.discard)

    async def _drain(self, bot: BotAccount, hook: Webhook, key: str) -> None:
        lane = hook.lanes[key]
        while lane:
            await self._deliver(bot, hook, lane[0])
            bot.queue.pending.pop(lane.popleft().id, None)
            self.delivered()
        del hook.lanes[key]

    async def _deliver(self, bot: BotAccount, hook: Webhook, update: Update) -> None:
        """Post until it is taken or too old."""
        attempt = 0
        while update.id in bot.queue.pending:
            if update.expires <= bot.queue.machine():
                return
            attempt += 1
            async with hook.places:
                error, retry_after = await self._post(bot, hook, update)
            if error is None:
                return
            hook.last_error, hook.last_error_date = error, self._unix()
            await asyncio.sleep(self._delay(attempt) if retry_after is None else retry_after)

    async def _post(self, bot: BotAccount, hook: Webhook, update: Update) -> tuple[str | None, float | None]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        try:
            async with self._session.post(hook.url, data=update.body.encode(), headers=headers) as response:
                body = await response.read()
        except TimeoutError:
            return "Read timeout expired", None
        except aiohttp.ClientError:
            return "Connection refused", None
        if not 200 <= response.status < 300:
            after = response.headers.get("Retry-After", "")
            wait = float(after) if after.isdigit() else None
            return f"Wrong response from the webhook: {response.status} {response.reason}", wait
        await self._run_reply(bot, body)
        return None, None

    async def _run_reply(self, bot: BotAccount, body: bytes) -> None:
        """A webhook may answer with a method to run; its result is not told."""
        try:
            reply = json.loads(body)
        except ValueError:
            return
        if isinstance(reply, dict) and isinstance(reply.get("method"), str) and self.run_method is not None:
            method = reply.pop("method")
            await self.run_method(bot, method, reply)
