"""The sandbox itself: one object that tests, benchmarks, the demo and the command line share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from aiohttp import web

from bot.sandbox.bot_api import BotApi
from bot.sandbox.clock import Clock
from bot.sandbox.control import Control
from bot.sandbox.guard import Guard
from bot.sandbox.limits import Limits
from bot.sandbox.state import Bounds, State
from bot.sandbox.webhook import Webhooks, retry_delay
from bot.sandbox.world import World

STOP_WITHIN = 1.0


class Sandbox:
    """A Telegram of one's own on loopback: Bot API, control interface, and `world` in process.

    `machine` is the time that pacing, retention and retries follow; the business clock starts from `wall`.
    """

    def __init__(
        self,
        enforce_limits: bool = True,
        *,
        machine: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        bounds: Bounds | None = None,
        slow_repeats: bool = True,
        record_polls: bool = False,
        webhook_delay: Callable[[int], float] = retry_delay,
        webhook_timeout: float = 60.0,
        allowed_hosts: Iterable[str] = (),
    ) -> None:
        clock = Clock(wall, self._clock_moved)
        self.state = State(
            machine=machine,
            clock=clock,
            limits=Limits(machine, enforced=enforce_limits),
            bounds=bounds or Bounds(),
            slow_repeats=slow_repeats,
            webhooks=Webhooks(clock.unix, webhook_delay, webhook_timeout),
        )
        self.world = World(self.state)
        self.url = ""
        self.port = 0
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        guard = Guard(frozenset(allowed_hosts))
        self._bot_api = BotApi(self.state, guard, self._stopping, record_polls=record_polls)
        self._control = Control(self.world, guard)
        self.state.webhooks.run_method = self._bot_api.run
        self.state.webhooks.delivered = self._bot_api.news

    def add_routes(self, app: web.Application) -> None:
        """Serve the sandbox from somebody else's application; its open streams end with it."""
        app.add_routes(
            [
                web.get("/bot{token:[^/]+}/{method}", self._bot_api.answer, allow_head=False),
                web.post("/bot{token:[^/]+}/{method}", self._bot_api.answer),
                web.get("/file/bot{token:[^/]+}/{path:.+}", self._bot_api.download),
                *self._control.routes(),
            ]
        )
        app.on_shutdown.append(self._end_waiting)
        app.on_cleanup.append(self._close)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve on a port of its own; `url` and `port` say where."""
        app = web.Application()
        self.add_routes(app)
        self._stopping.clear()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_WITHIN)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    async def stop(self) -> None:
        """End everything at once: long polls, streams, hanging answers, webhooks."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def __aenter__(self) -> Sandbox:
        """Start on a free port."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    async def until(self, predicate: Callable[[], object], timeout: float = 5.0) -> None:
        """Wait until something holds, looking again whenever a bot has asked for anything; for tests."""
        async with asyncio.timeout(timeout):
            while not predicate():
                await self._bot_api.next_answer()

    async def _end_waiting(self, app: web.Application) -> None:
        self._stopping.set()
        self.state.hub.close()
        for bot in self.state.bots.values():
            bot.queue.interrupt("stop")

    async def _close(self, app: web.Application) -> None:
        await self.state.webhooks.close()

    def _clock_moved(self) -> None:
        self.state.hub.publish("clock", dict(self.state.clock.reading()))
