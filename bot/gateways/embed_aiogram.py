"""The front line as a router of somebody's aiogram bot, and the pace that both keep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot, Router
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject, Update

from bot.embedding import Front
from bot.gateways.telegram_buttons import is_ours
from bot.gateways.telegram_reading import UPDATE_KINDS

SPEAKING = ("send", "copy", "forward", "edit")

Leave = Callable[[Update], Awaitable[bool]]
"""Whether an update shall be left alone, whatever else is said."""


def front_router(front: Front, *, leave: Leave | None = None) -> Router:
    """A router to include last: it takes what no other has handled. It starts and stops the front line."""
    router = Router(name="frontline")
    router.startup.register(front.start)
    router.shutdown.register(front.stop)

    async def ours(
        event: TelegramObject, event_update: Update, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        raw = raw_update(event_update)
        if raw_state is not None and not is_ours(raw):
            # Somebody is in the middle of a dialogue of yours: it goes first.
            return False
        if leave is not None and await leave(event_update):
            return False
        return {"raw": raw} if await front.wants(raw) else False

    async def take(event: TelegramObject, raw: dict[str, Any]) -> None:
        await front.take(raw)

    for kind in UPDATE_KINDS:
        router.observers[kind].register(take, ours)
    return router


def raw_update(update: Update) -> dict[str, Any]:
    """An update as Telegram sent it."""
    return update.model_dump(mode="json", by_alias=True, exclude_unset=True)


class SharedPace(BaseRequestMiddleware):
    """Keeps your sending and the front line's together within Telegram's limit for a bot.

    `bot.session.middleware(SharedPace(front))`
    """

    def __init__(self, front: Front) -> None:
        self._front = front

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Wait for your turn, then send."""
        if method.__api_method__.startswith(SPEAKING):
            await self._front.before_speaking()
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as refusal:
            self._front.was_refused(refusal.retry_after)
            raise
