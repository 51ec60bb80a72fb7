"""The front line as a handler of somebody's python-telegram-bot application, and the pace that both keep."""

from __future__ import annotations

import warnings
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import RetryAfter
from telegram.ext import Application, BaseHandler, BaseRateLimiter, CallbackContext
from telegram.warnings import PTBDeprecationWarning

from bot.embedding import Front

SPEAKING = ("send", "copy", "forward", "edit")

Leave = Callable[[Update], bool]
"""Whether an update shall be left alone, whatever else is said."""
Hook = Callable[[Application[Any, Any, Any, Any, Any, Any]], Coroutine[Any, Any, None]]


class FrontHandler(BaseHandler[Update, CallbackContext[Any, Any, Any, Any], None]):
    """Takes what no handler before it in its group has handled. Add it last, to the group of your own."""

    def __init__(self, front: Front, *, leave: Leave | None = None) -> None:
        super().__init__(self._take)
        self._front = front
        self._leave = leave

    def check_update(self, update: object) -> bool:
        """Every update that comes so far; whether it is ours is asked of the rows when it is taken."""
        return isinstance(update, Update) and not (self._leave is not None and self._leave(update))

    async def _take(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        raw = update.to_dict()
        if await self._front.wants(raw):
            await self._front.take(raw)


def attach(
    application: Application[Any, Any, Any, Any, Any, Any],
    front: Front,
    *,
    group: int = 0,
    leave: Leave | None = None,
) -> None:
    """Add the handler, and start and stop the front line with the application (after your own hooks)."""
    application.add_handler(FrontHandler(front, leave=leave), group)
    application.post_init = _then(application.post_init, front.start)
    application.post_stop = _then(application.post_stop, front.stop)


def _then(yours: Hook | None, ours: Callable[[], Awaitable[None]]) -> Hook:
    async def both(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        if yours is not None:
            await yours(application)
        await ours()

    return both


class SharedPace(BaseRateLimiter[Any]):
    """Keeps your sending and the front line's together within Telegram's limit for a bot.

    `Application.builder().rate_limiter(SharedPace(front))`
    """

    def __init__(self, front: Front) -> None:
        self._front = front

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Any,
    ) -> Any:
        """Wait for your turn, then send."""
        if endpoint.startswith(SPEAKING):
            await self._front.before_speaking()
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as refusal:
            self._front.was_refused(seconds_of(refusal))
            raise


def seconds_of(refusal: RetryAfter) -> float:
    """How long to wait: a number in some settings of the library, a length of time in others."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        wait = refusal.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
