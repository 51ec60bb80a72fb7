"""Telling Telegram where to deliver, and noticing when somebody has told it otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn
from urllib.parse import urlsplit

import structlog

from bot.gateways.contract import Accept, Gateway
from bot.gateways.errors import GatewayError, Unauthorised
from bot.gateways.telegram_reading import UPDATE_KINDS

log = structlog.get_logger("webhook")

LOOK_AGAIN_SECONDS = 120.0
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 60.0

Sleep = Callable[[float], Awaitable[Any]]


class Registration:
    """The webhook of one account. What waits at Telegram is never dropped."""

    def __init__(
        self,
        gateway: Gateway,
        url: str,
        secret: str,
        *,
        connections: int = 40,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._gateway = gateway
        self._url = url
        self._secret = secret
        self._connections = connections
        self._sleep = sleep
        self._told = 0
        self._is_set = False

    async def set(self) -> None:
        """Tell Telegram. Raises a GatewayError."""
        await self._gateway.call(
            "setWebhook",
            url=self._url,
            secret_token=self._secret,
            allowed_updates=list(UPDATE_KINDS),
            max_connections=self._connections,
        )
        self._is_set = True
        log.info("webhook.set", host=urlsplit(self._url).hostname)

    async def remove(self) -> None:
        """Have Telegram keep what comes until somebody asks for it."""
        try:
            await self._gateway.call("deleteWebhook")
            log.info("webhook.removed")
        except GatewayError as problem:
            log.warning("webhook.not_removed", problem=type(problem).__name__)

    async def keep(self, accept: Accept) -> NoReturn:
        """Set the webhook and look after it until cancelled. Raises Unauthorised.

        `accept` is not used: the server, of which there may be many, hands deliveries on.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                if not self._is_set:
                    await self.set()
                await self._sleep(LOOK_AGAIN_SECONDS)
                self._is_set = self._is_ours(await self._gateway.call("getWebhookInfo"))
                pause = FIRST_PAUSE
            except Unauthorised:
                raise
            except GatewayError as problem:
                log.warning("webhook.not_set", problem=f"{type(problem).__name__}: {problem}", pause=pause)
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _is_ours(self, info: dict[str, Any]) -> bool:
        failed_at = int(info.get("last_error_date") or 0)
        if failed_at > self._told:
            self._told = failed_at
            log.warning(
                "webhook.failing",
                problem=str(info.get("last_error_message", ""))[:200],
                waiting=info.get("pending_update_count", 0),
            )
        if info.get("url") == self._url:
            return True
        log.warning("webhook.taken_away", host=urlsplit(str(info.get("url") or "")).hostname or "nobody")
        return False
