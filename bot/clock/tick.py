"""The ticker: every second it runs the duties that look for what is due. Time itself lives in rows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
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

Duty = Callable[[Scene], Awaitable[int]]


class Ticker:
    """Runs each duty in a transaction of its own, so that one that fails does not hold up the others."""

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
        done = 0
        for name, duty in self._duties.items():
            try:
                done += await self._run(duty)
            except Exception as error:
                if is_transient(error):
                    log.warning("duty.database_trouble", duty=name, problem=type(error).__name__)
                else:
                    log.exception("duty.failed", duty=name)
        if done:
            self._owed()
        return done

    async def _run(self, duty: Duty) -> int:
        async with self._store.begin() as session:
            scene = Scene(session, self._now(), self._house)
            done = await duty(scene)
            await session.flush()
            await scene.effects.write(session)
            return done

    async def retain(self) -> None:
        """Delete what is finished and older than its retention time."""
        async with self._store.begin() as session:
            removed = await forget_finished(
                session, self._house.rules.retention.as_ages(), self._machine(), self._now()
            )
        if removed:
            log.info("retention.forgot", rows=removed)

    async def run(self, stopping: asyncio.Event) -> None:
        """Tick until told to stop."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler.add_job(self.tick, "interval", seconds=TICK_SECONDS, **options)
        scheduler.add_job(self.retain, "interval", minutes=RETENTION_MINUTES, **options)
        scheduler.start()
        await stopping.wait()
        scheduler.pause()
        async with self._ticking:  # a tick that has begun is finished, not cut off
            scheduler.shutdown(wait=False)
