"""The demo's parts and who knows whom: local Bot API, bot, sample business, cast and page in one process."""

from __future__ import annotations

import asyncio
import errno
import secrets
import tempfile
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import App, open_account, open_departments
from bot.clock.clocks import Clock
from bot.demo.cast import TOKEN, Cast, make_cast
from bot.demo.entering import Entering
from bot.demo.samples import FIRST, SAMPLES
from bot.demo.serving import PageServer
from bot.demo.speaking import follow_apps, machine_language, switch_apps
from bot.gateways.aiogram_door import AiogramDoor
from bot.pace import Limits
from bot.profile_setting import ProfileSetter
from bot.sandbox import Sandbox
from handlers.house import House
from storage.migrate import migrate
from storage.store import Store

HOST = "127.0.0.1"
OPENS_AT = 10
MOST_DAYS_OFF = 14
STOP_WITHIN = 1.2
RING_EVERY = 0.02
BRISK = Limits(bot=28, chat=20, group=200)
"""One impatient person plays everybody here: pacing is kept, but must not look like a standstill."""


class PortBusy(Exception):
    """Something else already listens there."""


class Demo:
    """A demo that runs: where it is, and how to end it."""

    def __init__(self, language: str = "zh", business: str = FIRST) -> None:
        self.sample = SAMPLES[business]
        self.sandbox = Sandbox(enforce_limits=False)
        self.house: House = self.sample.open(language)
        self.clock = Clock()
        self.url = ""
        self.wanted: str | None = None
        """Another business, once the page has asked for it: whoever runs the demo then starts that one."""
        self.cast: Cast
        self._temporary = tempfile.TemporaryDirectory(prefix="frontline-demo-", ignore_cleanup_errors=True)
        self.folder = Path(self._temporary.name)
        self._store = Store.open(f"sqlite:///{self.folder / 'demo.db'}", synchronous="NORMAL")
        self._gateway: AiogramDoor | None = None
        self._runner: web.AppRunner | None = None
        self._stopping = asyncio.Event()
        self._asked = asyncio.Event()
        self._entered = False
        self._app: App | None = None
        self._bot: asyncio.Task[None] | None = None
        self._beside: list[asyncio.Task[None]] = []

    async def open(self, port: int) -> None:
        """Serve the page, start the bot, bring everybody in. Raises PortBusy."""
        self._set_morning()
        self.cast = make_cast(self.sandbox.world, self.sample, self.house.default_language)
        await self._serve(port)
        await migrate(self._store.engine)
        self._gateway = AiogramDoor(TOKEN, api_base=self.url)
        account = await open_account(self._store, await self._gateway.identify())
        await open_departments(self._store, self.house)
        self._app = App(self._store, self._gateway, self.house, account, clock=self.clock, limits=BRISK)
        self._beside.append(asyncio.create_task(self._follow_clock()))
        self._bot = asyncio.create_task(self._app.run(self._stopping))
        entering = Entering(self.sandbox, self._store, self.house, self.cast, self.clock.now)
        await _unless(self._bot, entering.everybody())
        self._entered = True
        self._draw_curtain()
        profile = ProfileSetter(self._store, self._gateway, self.house, account.id)
        self._beside.append(asyncio.create_task(profile.run()))

    async def stop(self) -> None:
        """End bot, streams and server, and leave nothing behind."""
        self._stopping.set()
        self.sandbox.state.hub.close()
        for task in self._beside:
            task.cancel()
        if self._bot is not None and self._app is not None:
            await _come_to_rest(self._app, self._bot)
            self._bot.cancel()
            self._beside.append(self._bot)
        results = await asyncio.gather(*self._beside, return_exceptions=True)
        if self._gateway is not None:
            await self._gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._store.close()
        self._temporary.cleanup()
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def ended(self) -> None:
        """Wait until another business is wanted, or the bot ends by itself: only a failure makes it."""
        if self._bot is not None:
            asked = asyncio.create_task(self._asked.wait())
            await asyncio.wait({self._bot, asked}, return_when=asyncio.FIRST_COMPLETED)
            asked.cancel()

    async def _serve(self, port: int) -> None:
        web_app = web.Application()
        self.sandbox.add_routes(web_app)
        business = {
            "run": secrets.token_hex(4),
            "key": self.sample.key,
            "names": dict(self.sample.names),
            "words": {language: dict(words) for language, words in self.sample.words.items()},
            "zone": self.house.zone.key,
            "departments": {plan.key: dict(plan.names) for plan in self.sample.departments},
            "others": {key: dict(one.names) for key, one in SAMPLES.items() if one is not self.sample},
        }
        self._page = PageServer(
            self.sandbox.world, self.cast, business, self.switch_language, self.want_business
        )
        self._page.add_routes(web_app)
        self._runner = web.AppRunner(web_app, access_log=None, shutdown_timeout=STOP_WITHIN)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, port).start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortBusy(str(port)) from error
            raise
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}"

    def _draw_curtain(self) -> None:
        """What the staff's chats hold by now is the setting up; the page can show it, but begins after it."""
        for chat in (*self.cast.staff, *self.cast.groups.values()):
            said = self.sandbox.world.messages(chat)
            self._page.curtain[chat] = said[-1]["message_id"] if said else 0

    def _set_morning(self) -> None:
        """Begin at ten in the morning of a working day: neither quiet hours nor a Sunday hide anything."""
        today = self.sandbox.world.clock.now().astimezone(self.house.zone)
        days = (today + timedelta(days=ahead) for ahead in range(MOST_DAYS_OFF))
        first = next((day for day in days if self.house.hours.on(day.date())), today)
        self.sandbox.world.clock.set(first.replace(hour=OPENS_AT, minute=0, second=0, microsecond=0))
        self._follow()

    def _follow(self) -> None:
        self.clock.follow(timedelta(seconds=self.sandbox.world.clock.offset))

    async def _follow_clock(self) -> None:
        """Whenever the page skips some hours, the bot's business time skips them too."""
        listener = self.sandbox.state.hub.open()
        while not listener.closed:
            await listener.wake.wait()
            listener.wake.clear()
            listener.events.clear()
            self._follow()

    def want_business(self, key: str) -> None:
        """Ask whoever runs the demo to go on with another business."""
        self.wanted = key
        self._asked.set()

    async def switch_language(self, language: str) -> None:
        """Let the groups and the staff's chats speak a language, as if their apps had been switched."""
        if language == self.house.default_language:
            return
        self.house.default_language = language
        switch_apps(self.sandbox.state, self.cast, language)
        if self._entered:
            await follow_apps(self.sandbox.state, self._store, self.cast, language)


async def _unless(bot: asyncio.Task[None], entering: Coroutine[Any, Any, None]) -> None:
    """Let everybody in; if the bot fails meanwhile, say why instead of waiting for its answers."""
    task = asyncio.create_task(entering)
    await asyncio.wait({task, bot}, return_when=asyncio.FIRST_COMPLETED)
    if not task.done():
        task.cancel()
        bot.result()
    await task


async def _come_to_rest(app: App, bot: asyncio.Task[None]) -> None:
    """Give the bot time to finish by itself. Its idle stations are rung, so that they look up at once."""
    with suppress(TimeoutError):
        async with asyncio.timeout(STOP_WITHIN):
            while not bot.done():
                app.arrived.ring()
                app.owed.ring()
                await asyncio.wait({bot}, timeout=RING_EVERY)


async def start(port: int = 0, *, language: str | None = None, business: str = FIRST) -> Demo:
    """A running demo (port 0: any free one). Raises PortBusy."""
    demo = Demo(language or machine_language(), business)
    try:
        await demo.open(port)
    except BaseException:
        await demo.stop()
        raise
    return demo
