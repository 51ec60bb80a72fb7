"""The ticker: every second it runs the duties that look for what is due. Time itself lives in rows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers.house import House
from handlers.scene import Scene
from storage.retention import forget_finished
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("clock")

TICK_SECONDS = 1
RETENTION_MINUTES = 20
AT_ONCE = 10
"""One that ticks and those that find it ticking, which are gone in an instant: more than there can be."""

Duty = Callable[[Scene], Awaitable[int]]


class Ticker:
    """Runs every duty. One that has something to do, or fails, ends the transaction and takes none along."""

    def __init__(
        self,
        store: Store,
        house: House,
        duties: Mapping[str, Duty],
        *,
        now: Callable[[], datetime],
        machine: Callable[[], datetime],
        owed: Callable[[], None],
    ) -> None:
        self._store = store
        self._house = house
        self._duties = duties
        self._now = now
        self._machine = machine
        self._owed = owed
        self._ticking = asyncio.Lock()

    async def tick(self) -> int:
        """Run every duty once; how many things were due."""
        async with self._ticking:
            return await self._tick()

    async def _tick(self) -> int:
        done, left = 0, list(self._duties)
        while left:
            tried: list[str] = []
            try:
                done += await self._until_due(left, tried)
            except Exception as error:
                if len(tried) > 1:
                    done += await self._each_alone(tried)
                else:
                    _failed(tried[-1], error)
            del left[: len(tried)]
        if done:
            self._owed()
        return done

    async def _until_due(self, names: Sequence[str], tried: list[str]) -> int:
        """Run duties in one transaction up to the first that has something to do: mostly none has."""
        done = 0
        async with self._store.begin() as session:
            for name in names:
                tried.append(name)
                scene = Scene(session, self._now(), self._house)
                done = await self._duties[name](scene)
                await session.flush()
                await scene.effects.write(session)
                if done:
                    break
                # The next one reads what is in the rows now, not what was read for this one.
                session.expunge_all()
        return done

    async def _each_alone(self, names: Sequence[str]) -> int:
        done = 0
        for name in names:
            try:
                done += await self._until_due([name], [])
            except Exception as error:
                _failed(name, error)
        return done

    async def retain(self) -> None:
        """Delete what is finished and older than its retention time."""
        async with self._store.begin() as session:
            removed = await forget_finished(
                session, self._house.rules.retention.as_ages(), self._machine(), self._now()
            )
        if removed:
            log.info("retention.forgot", rows=removed)

    async def tick_unless_ticking(self) -> None:
        """Tick, or leave it to the next time: what is due stands in rows, and waits there."""
        if not self._ticking.locked():
            await self.tick()

    async def run(self, stopping: asyncio.Event) -> None:
        """Tick until told to stop."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        options = {"coalesce": True, "misfire_grace_time": None}
        # A long tick is no trouble: what the scheduler begins meanwhile ends at once, and it need not warn.
        ticks = {**options, "max_instances": AT_ONCE}
        scheduler.add_job(self.tick_unless_ticking, "interval", seconds=TICK_SECONDS, **ticks)
        scheduler.add_job(self.retain, "interval", minutes=RETENTION_MINUTES, **options)
        scheduler.start()
        await stopping.wait()
        scheduler.pause()
        async with self._ticking:  # a tick that has begun is finished, not cut off
            scheduler.shutdown(wait=False)


def _failed(duty: str, error: Exception) -> None:
    """One duty fails; the others, and the next tick, go on."""
    if is_transient(error):
        log.warning("duty.database_trouble", duty=duty, problem=type(error).__name__)
    else:
        log.error("duty.failed", duty=duty, exc_info=error)
