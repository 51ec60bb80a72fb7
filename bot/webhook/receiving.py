"""One delivery over HTTP: looked at, accepted, and only then answered with 200."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from aiohttp import web

from bot.gateways.contract import Accept
from bot.gateways.telegram_decoding import decoded
from bot.gateways.telegram_reading import read_update
from bot.webhook.gathering import Crowded, Gatherer
from bot.webhook.secret import knows_secret
from bot.webhook.sources import Sources

log = structlog.get_logger("webhook")

LARGEST_BODY = 1024 * 1024
READ_SECONDS = 10.0
ACCEPT_SECONDS = 25.0
COME_AGAIN = {"Retry-After": "2"}

Refused = Callable[[str], None]
"""Called with the reason whenever a delivery is turned away."""


class Reception:
    """Takes deliveries of one account. Whoever does not know the secret learns nothing."""

    def __init__(
        self,
        accept: Accept,
        secret: str,
        *,
        sources: Sources | None = None,
        proxy_header: str = "X-Forwarded-For",
        refused: Refused = lambda reason: None,
    ) -> None:
        self._gatherer = Gatherer(accept)
        self._secret = secret
        self._sources = sources or Sources()
        self._proxy_header = proxy_header
        self._refused = refused
        self._closing = False

    async def receive(self, request: web.Request) -> web.Response:
        """The answer to one delivery: 200 when it is committed, anything else when it is not."""
        if not self._sources.allow(request.remote, request.headers.getall(self._proxy_header, [])):
            return self._turn_away("source", 403)
        if not knows_secret(request.headers, self._secret):
            return self._turn_away("secret", 401)
        if self._closing:
            return self._later("closing")
        try:
            async with asyncio.timeout(READ_SECONDS):
                content = await request.read()
        except TimeoutError:
            return self._turn_away("slow", 408)
        except web.HTTPRequestEntityTooLarge:
            return self._turn_away("too_large", 413)
        return await self._take(content)

    async def close(self) -> None:
        """Turn away what comes from now on, and finish what is being accepted."""
        self._closing = True
        await self._gatherer.close()

    async def _take(self, content: bytes) -> web.Response:
        try:
            raw = decoded(content)
        except ValueError:
            return self._turn_away("not_json", 400)
        arrival = read_update(raw)
        if arrival.update is None:
            return self._turn_away("no_update", 400)
        try:
            async with asyncio.timeout(ACCEPT_SECONDS):
                await self._gatherer.take(arrival)
        except Crowded:
            return self._later("crowded")
        except Exception as problem:
            # Whatever it was, the update is not ours yet: its sender keeps it and comes again.
            log.warning("webhook.not_accepted", update=arrival.update, problem=type(problem).__name__)
            return self._later("not_accepted")
        return web.Response()

    def _later(self, reason: str) -> web.Response:
        self._refused(reason)
        return web.Response(status=503, headers=COME_AGAIN)

    def _turn_away(self, reason: str, status: int) -> web.Response:
        self._refused(reason)
        log.warning("webhook.refused", reason=reason)
        return web.Response(status=status)
