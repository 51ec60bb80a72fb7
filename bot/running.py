"""`frontline run`: open everything, run until told to stop, leave nothing half done."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.app import App, open_business
from bot.clock.clocks import Clock
from bot.clock.following import follow_sandbox
from bot.gateways.contract import Gateway
from bot.gateways.errors import Unauthorised
from bot.house_building import build_house
from bot.leases import Leases
from bot.metrics.tally import Tally
from bot.only_one import InUse, OnlyOne, file_of
from bot.opening import CannotRun, identify, open_gateway, open_store, prepare
from bot.patience import patiently
from bot.profile_setting import ProfileSetter
from bot.settings import Settings
from bot.voice.transcriber import CommandTranscriber, Transcriber
from bot.webhook.doorway import Doorway
from bot.webhook.watching import Watching
from handlers.house import House
from storage.store import Store

log = structlog.get_logger("run")

GC_THRESHOLDS = (50_000, 25, 25)


async def run(settings: Settings, *, reset_profile: bool = False) -> None:
    """Run one business until SIGTERM or SIGINT. Raises CannotRun or WrongSettings in plain words."""
    house = build_house(settings)
    gateway = open_gateway(settings)
    clock = Clock()
    try:
        with until_told() as stopping:
            async with alone(settings), opened(settings, clock, stopping) as store:
                if store is not None:
                    await _serve(settings, store, gateway, house, clock, stopping, reset_profile)
    finally:
        await gateway.close()
    log.info("run.stopped")


async def _serve(
    settings: Settings,
    store: Store,
    gateway: Gateway,
    house: House,
    clock: Clock,
    stopping: asyncio.Event,
    reset_profile: bool,
) -> None:
    identity = await identify(gateway, stopping)
    if identity is None:
        return
    opened_as = await patiently(stopping, partial(open_business, store, identity, house))
    if opened_as is None:
        return
    account = opened_as[0]
    doorway = Doorway(settings, gateway, tally := Tally())
    app = App(
        store,
        gateway,
        house,
        account,
        clock=clock,
        limits=settings.telegram.limits.as_limits(),
        listen=doorway.listen,
        tally=tally,
        transcriber=transcriber_of(settings),
    )
    watching = Watching(store, tally, clock.machine, app.leases.holder, account.id)
    setter = ProfileSetter(store, gateway, house, account.id)
    settle_memory()
    if years := house.hours.years_unknown(clock.now().astimezone(house.zone).date()):
        log.warning("hours.swap_days_unknown", country=house.hours.holidays, years=years)
    log.info("run.started", bot=identity.username, entries=len(house.faq.entries), memory_mb=memory_mb())
    others = beside(follow_sandbox(clock, settings.telegram.api_base), setter.run(reset=reset_profile))
    try:
        async with others, doorway.opened(app.accept, watching, stopping):
            await app.run(stopping)
    except Unauthorised:
        raise CannotRun(
            "Telegram no longer accepts the token: @BotFather has revoked it, or the bot was deleted. "
            "Put the new one into telegram.token. What is owed is kept and goes out then."
        ) from None


@asynccontextmanager
async def opened(settings: Settings, clock: Clock, stopping: asyncio.Event) -> AsyncIterator[Store | None]:
    """The database, in shape and ours to work on; None if told to stop before it was there."""
    store = open_store(settings)
    try:
        if not await prepare(store, stopping):
            yield None
            return
        if not store.many_workers:
            # The lock on the file proves that whoever left leases behind is gone.
            await Leases(store, clock.machine).clear()
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def alone(settings: Settings) -> AsyncIterator[None]:
    """Hold the lock beside a SQLite file; nothing to hold for PostgreSQL."""
    file = file_of(settings.storage.url.get_secret_value())
    lock = OnlyOne(file) if file is not None else None
    try:
        if lock is not None:
            lock.take()
    except InUse:
        raise CannotRun(
            f"Another Frontline is already running on {file}. Stop that one first; "
            "several processes at once need PostgreSQL."
        ) from None
    except OSError as error:
        raise CannotRun(
            f"{file} cannot be written: {error.strerror}. storage.url says where it is."
        ) from None
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


@asynccontextmanager
async def beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run lesser work in the background; its trouble is written down and stops nothing."""
    tasks = [asyncio.create_task(work) for work in works]
    for task in tasks:
        task.add_done_callback(_mourn)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _mourn(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("run.background_failed", exc_info=error)


def transcriber_of(settings: Settings) -> Transcriber | None:
    """What writes voice notes down, if the settings name it."""
    voice = settings.voice
    return CommandTranscriber(voice.command, voice.time_limit) if voice.command else None


@contextmanager
def until_told() -> Iterator[asyncio.Event]:
    """An event that SIGTERM and SIGINT set."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    taken = []
    for sign in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(sign, stopping.set)
            taken.append(sign)
        except NotImplementedError:
            # Windows has no signal handlers in its loop: Ctrl-C then ends the process as an interrupt.
            log.debug("run.no_signals")
    try:
        yield stopping
    finally:
        for sign in taken:
            loop.remove_signal_handler(sign)


def settle_memory() -> None:
    """What is there after the start stays; the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def memory_mb() -> int:
    """The most memory this process has had, in megabytes; 0 where nobody says."""
    with suppress(OSError, IndexError, ValueError):
        # On Linux getrusage counts what whoever started us had.
        status = Path("/proc/self/status").read_text("utf-8")
        return int(status.partition("VmHWM:")[2].split()[0]) // 1024
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024) if sys.platform == "darwin" else most // 1024


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's event loop where there is one: not on Windows, not on other interpreters."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
