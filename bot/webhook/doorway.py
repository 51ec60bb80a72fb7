"""How this process hears of updates: it polls, Telegram calls it, or another bot forwards to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.gateways.contract import Accept, Gateway
from bot.gateways.errors import GatewayError, Refused, Unauthorised
from bot.metrics.tally import Tally
from bot.opening import CannotRun, unless
from bot.settings import Settings
from bot.webhook.receiving import Reception
from bot.webhook.registration import Registration
from bot.webhook.secret import secret_for
from bot.webhook.serving import served
from bot.webhook.sources import Sources

log = structlog.get_logger("webhook")

FORWARDED_PATH = "/telegram"
REMOVE_SECONDS = 2.0


class Pages(Protocol):
    """Pages to serve for whoever watches."""

    def routes(self) -> list[web.RouteDef]:
        """The pages."""
        ...


class Doorway:
    """The one way in that the settings name."""

    def __init__(self, settings: Settings, gateway: Gateway, tally: Tally) -> None:
        self._hook = settings.webhook
        self._watch = settings.metrics.listen
        self._gateway = gateway
        self._tally = tally
        token = settings.telegram.token.get_secret_value()
        self._secret = secret_for(token, self._hook.secret.get_secret_value())
        self._registration = Registration(
            gateway, self._hook.url, self._secret, connections=self._hook.connections
        )

    @property
    def called(self) -> bool:
        """Whether updates come to us instead of being asked for."""
        return bool(self._hook.url) or self._hook.forwarded

    @property
    def path(self) -> str:
        """Where deliveries are posted."""
        return urlsplit(self._hook.url).path or "/" if self._hook.url else FORWARDED_PATH

    async def listen(self, accept: Accept) -> None:
        """Hear until cancelled. Only one process for an account does this at a time."""
        if self._hook.url:
            await self._registration.keep(accept)
        elif self._hook.forwarded:
            # The server hands on what comes; there is nobody to ask.
            await asyncio.Event().wait()
        else:
            await self._gateway.listen(accept)

    @asynccontextmanager
    async def opened(
        self, accept: Accept, pages: Pages, stopping: asyncio.Event | None = None
    ) -> AsyncIterator[None]:
        """Serve what the settings want served. Raises CannotRun in plain words.

        Whoever is told to stop does not wait for a Telegram that does not answer.
        """
        reception = Reception(
            accept,
            self._secret,
            sources=Sources(self._hook.allow_from, self._hook.trusted_proxies),
            proxy_header=self._hook.proxy_header,
            refused=self._tally.refused,
        )
        async with AsyncExitStack() as stack:
            if self._watch:
                await stack.enter_async_context(served(self._watch, pages.routes(), setting="metrics.listen"))
            if self.called:
                routes = [web.post(self.path, reception.receive)]
                routes += [] if self._watch else pages.routes()
                port = await stack.enter_async_context(
                    served(self._hook.listen, routes, setting="webhook.listen")
                )
                stack.push_async_callback(reception.close)
                log.info("webhook.listening", port=port, path=self.path)
            await unless(stopping, self._begin())
            if self._hook.url and self._hook.remove_at_stop:
                stack.push_async_callback(self._remove)
            yield

    async def _remove(self) -> None:
        try:
            async with asyncio.timeout(REMOVE_SECONDS):
                await self._registration.remove()
        except TimeoutError:
            log.warning("webhook.not_removed", problem="TimeoutError")

    async def _begin(self) -> None:
        """What is certainly wrong is told at the start; what may pass is left to `listen`."""
        try:
            if self._hook.url:
                await self._registration.set()
            elif not self._hook.forwarded:
                _refuse_other(await self._gateway.call("getWebhookInfo"))
        except Refused as problem:
            raise CannotRun(
                f"Telegram does not take webhook.url: {problem.words}. It wants an https:// address with a "
                "name it can look up, on port 443, 80, 88 or 8443."
            ) from None
        except Unauthorised:
            raise
        except GatewayError as problem:
            log.warning("webhook.begin_later", problem=type(problem).__name__)


def _refuse_other(info: dict[str, Any]) -> None:
    url = str(info.get("url") or "")
    if url:
        raise CannotRun(
            f"A webhook is set for this bot: Telegram delivers its messages to {urlsplit(url).hostname}, and "
            "asking for them (polling) gets nothing. Either receive there (webhook.url), or take it away: "
            "`frontline webhook remove`. Messages that wait are not lost."
        )
