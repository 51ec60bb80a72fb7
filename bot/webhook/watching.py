"""Pages for whoever watches: /health, /ready and /metrics. No personal data, no text, no names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from aiohttp import web
from sqlalchemy import select

from bot.metrics import catalogue, gauges
from bot.metrics.exposition import CONTENT_TYPE, exposed
from bot.metrics.tally import Tally
from storage.lease import Lease
from storage.migrate import is_current
from storage.store import Store

log = structlog.get_logger("watching")

LOOK_SECONDS = 3.0
DUTIES = ("poll", "send", "clock")


class Watching:
    """What one process can say about itself and the deployment it belongs to."""

    def __init__(
        self, store: Store, tally: Tally, machine: Callable[[], datetime], holder: str, account_id: int
    ) -> None:
        self._store = store
        self._tally = tally
        self._machine = machine
        self._holder = holder
        self._account = account_id
        self._migrated = False

    def routes(self) -> list[web.RouteDef]:
        """The pages."""
        return [
            web.get("/health", self.health),
            web.get("/ready", self.ready),
            web.get("/metrics", self.metrics),
        ]

    async def health(self, request: web.Request) -> web.Response:
        """200 while the process runs its loop. A watchdog that restarts looks here, and not at /ready."""
        return web.Response(text="ok\n")

    async def ready(self, request: web.Request) -> web.Response:
        """200 while the database answers in this version's shape and every duty is somebody's."""
        found = {"database": False, "migrated": False} | dict.fromkeys(DUTIES, False)
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                found |= await self._look()
        except Exception as problem:
            log.warning("ready.not", problem=type(problem).__name__)
        return web.json_response(found, status=200 if all(found.values()) else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        """The figures. Those of the database are missing while it is away, the others are there."""
        found = dict(gauges.process())
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                found |= await gauges.waiting(self._store, self._machine(), self._holder)
            found[catalogue.UP, ""] = 1
        except Exception as problem:
            log.warning("metrics.no_database", problem=type(problem).__name__)
            found[catalogue.UP, ""] = 0
        return web.Response(text=exposed(self._tally, found), headers={"Content-Type": CONTENT_TYPE})

    async def _look(self) -> dict[str, bool]:
        # Looking takes a while, and the shape does not go back: once is enough.
        self._migrated = self._migrated or await is_current(self._store.engine)
        if not self._migrated:
            return {"database": True}
        async with self._store.read() as session:
            held = set(await session.scalars(select(Lease.duty).where(Lease.until > self._machine())))
        wanted = {"poll": f"poll:{self._account}", "send": f"send:{self._account}", "clock": "clock"}
        return {"database": True, "migrated": True} | {duty: row in held for duty, row in wanted.items()}
