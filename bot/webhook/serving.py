"""A small HTTP server beside the bot: deliveries, and pages for whoever watches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.opening import CannotRun
from bot.webhook.receiving import LARGEST_BODY

STOP_SECONDS = 1.0


@asynccontextmanager
async def served(listen: str, routes: Iterable[web.RouteDef], *, setting: str) -> AsyncIterator[int]:
    """Serve until the block ends; gives the port. Raises CannotRun naming the setting to change."""
    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes(routes)
    runner = web.AppRunner(
        app, access_log=None, handle_signals=False, shutdown_timeout=STOP_SECONDS, keepalive_timeout=75
    )
    await runner.setup()
    host, _, port = listen.rpartition(":")
    try:
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            raise CannotRun(
                f"Nothing can listen on {listen}: {error.strerror}. {setting} says where; choose another "
                "address or port."
            ) from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
