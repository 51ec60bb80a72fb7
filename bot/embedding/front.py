"""Starting, feeding and stopping a Frontline in somebody else's process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.app import App, open_business
from bot.clock.clocks import Clock
from bot.clock.following import follow_sandbox
from bot.embedding.taking import Taking
from bot.gateways.contract import Accept, Gateway
from bot.gateways.telegram_reading import UPDATE_KINDS, read_update
from bot.house_building import build_house
from bot.metrics.tally import Tally
from bot.opening import identify, open_gateway
from bot.patience import patiently
from bot.running import alone, beside, opened, transcriber_of
from bot.settings import Settings
from bot.webhook.gathering import Crowded, Gatherer
from bot.webhook.serving import served
from bot.webhook.watching import Watching
from handlers.house import House
from handlers.profile import CUSTOMERS, wanted
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("embedding")

PATIENCE_SECONDS = 30.0
FIRST_PAUSE = 0.2
LONGEST_WAIT = 0.2

T = TypeVar("T")
Hook = Callable[["Front"], Awaitable[None]]


class Front:
    """One business inside another program. `start`, then `take` what is not yours, then `stop`."""

    def __init__(
        self, settings: Settings, *, started: Hook | None = None, stopping: Hook | None = None
    ) -> None:
        self.settings = settings
        self._house: House = build_house(settings)
        self._hooks = (started, stopping)
        self._leave = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._app: App | None = None
        self._gatherer: Gatherer | None = None
        self._taking: Taking | None = None

    async def start(self) -> None:
        """Open the database, learn who the bot is, and begin to work. Raises CannotRun in plain words."""
        if self._life is not None:
            return
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._leave = asyncio.Event()
        self._life = asyncio.create_task(self._live(ready))
        await asyncio.wait({self._life, ready}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            life, self._life = self._life, None
            await life
            return
        self._life.add_done_callback(_mourn)
        log.info("embedding.started")
        if self._hooks[0] is not None:
            await self._hooks[0](self)

    async def stop(self) -> None:
        """Finish what is begun, send what is owed for a moment, and close everything."""
        if self._life is None:
            return
        if self._hooks[1] is not None:
            await self._hooks[1](self)
        if self._gatherer is not None:
            await self._gatherer.close()
        self._leave.set()
        life, self._life = self._life, None
        await asyncio.wait({life})
        log.info("embedding.stopped")

    async def wants(self, raw: Mapping[str, Any]) -> bool:
        """Whether an update that nobody else has handled is for us; see docs/embedding.md.

        Waits and raises as `take` does where only the database can tell.
        """
        if self._taking is None:
            return False
        return await _waiting(partial(self._taking.wants, raw), "embedding.not_known")

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Return when the update is ours for good. A crowd, or a database that is away, is waited for.

        Raises what the database raised if it does not come back, Crowded if too many go on waiting, and
        RuntimeError before `start`.
        """
        if self._gatherer is None:
            raise RuntimeError("the front line has not been started")
        await _waiting(partial(self._gatherer.take, read_update(raw)), "embedding.not_accepted")

    async def before_speaking(self) -> None:
        """Wait until the bot may speak, and count what you are about to send: one bot, one limit."""
        if self._app is None:
            return
        pace = self._app.pace
        while True:
            now = time.monotonic()
            if pace.room(now) > 0:
                pace.took_elsewhere(now)
                return
            await asyncio.sleep(min(max(pace.next_free(now), 0.01), LONGEST_WAIT))

    def was_refused(self, seconds: float) -> None:
        """Telegram told you to wait (429): the front line is silent for so long as well."""
        if self._app is not None:
            self._app.pace.pause(seconds, time.monotonic())

    def commands(self, yours: Iterable[tuple[str, str]] = (), language: str = "en") -> list[dict[str, str]]:
        """Your commands and ours for customers, as setMyCommands takes them; yours win."""
        code = "zh" if language.startswith("zh") else ""
        ours = next(
            one.commands
            for one in wanted(self._house).commands
            if one.scope == CUSTOMERS and one.language == code
        )
        merged = dict(ours) | dict(yours)
        order = [*dict(yours), *[name for name, _ in ours if name not in dict(yours)]]
        return [{"command": name, "description": merged[name]} for name in order]

    @staticmethod
    def allowed_updates(yours: Iterable[str] = ()) -> list[str]:
        """The kinds of updates to ask Telegram for: yours and ours."""
        return sorted({*yours, *UPDATE_KINDS})

    async def _live(self, ready: asyncio.Future[None]) -> None:
        clock, gateway = Clock(), open_gateway(self.settings)
        try:
            async with alone(self.settings), opened(self.settings, clock, self._leave) as store:
                if store is not None:
                    await self._serve(store, gateway, clock, ready)
        finally:
            await gateway.close()

    async def _serve(self, store: Store, gateway: Gateway, clock: Clock, ready: asyncio.Future[None]) -> None:
        identity = await identify(gateway, self._leave)
        if identity is None:
            return
        opened_as = await patiently(self._leave, partial(open_business, store, identity, self._house))
        if opened_as is None:
            return
        account = opened_as[0]
        self._app = App(
            store,
            gateway,
            self._house,
            account,
            clock=clock,
            limits=self.settings.telegram.limits.as_limits(),
            listen=_nobody,
            tally=(tally := Tally()),
            transcriber=transcriber_of(self.settings),
        )
        watching = Watching(store, tally, clock.machine, self._app.leases.holder, account.id)
        self._gatherer = Gatherer(self._app.accept)
        self._taking = Taking(store, account.id)
        following = beside(follow_sandbox(clock, self.settings.telegram.api_base))
        async with following, self._watched(watching):
            running = asyncio.create_task(self._app.run(self._leave))
            ready.set_result(None)
            try:
                await running
            finally:
                self._app = self._gatherer = self._taking = None
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    def _watched(self, watching: Watching) -> AbstractAsyncContextManager[object]:
        """The pages, where the settings want them."""
        listen = self.settings.metrics.listen
        return served(listen, watching.routes(), setting="metrics.listen") if listen else nullcontext()


async def _waiting(work: Callable[[], Awaitable[T]], trouble: str) -> T:
    """Do it, for a while again and again if what is in the way may pass: what the host drops is lost."""
    pause = FIRST_PAUSE
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await work()
        except Exception as problem:
            passes = is_transient(problem) or isinstance(problem, Crowded)
            if not passes or time.monotonic() + pause > give_up:
                raise
            log.warning(trouble, problem=type(problem).__name__, pause=pause)
        await asyncio.sleep(pause)
        pause *= 2


def _mourn(life: asyncio.Task[None]) -> None:
    """Tell of an end that nobody asked for; the other program goes on without us."""
    if not life.cancelled() and (problem := life.exception()) is not None:
        log.error("embedding.ended", problem=type(problem).__name__, exc_info=problem)


async def _nobody(accept: Accept) -> None:
    """The other program listens."""
    await asyncio.Event().wait()
