"""Duties that only one process may have: polling, sending, the clock. Taken over within seconds."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, or_, update

from storage.conflicts import insert_first
from storage.lease import Lease
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("lease")

LIFE = timedelta(seconds=12)
RENEW_SECONDS = 4.0
LOOK_SECONDS = 2.0
"""Who waits for a duty looks this often: a dead holder is followed within 14 seconds."""
ANSWER_SECONDS = 5.0
"""A database that is silent for longer is away: we must know in time to stop before our lease ends."""

Station = Callable[[asyncio.Event], Awaitable[None]]
"""Runs until the event is set."""


def holder_name() -> str:
    """A name for this process that no other has."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{os.urandom(3).hex()}"


class Leases:
    """This process's claims on duties, as rows that must be renewed."""

    def __init__(self, store: Store, machine: Callable[[], datetime], holder: str | None = None) -> None:
        self._store = store
        self._machine = machine
        self.holder = holder or holder_name()
        self._until: dict[str, datetime] = {}

    def sure(self, duty: str) -> bool:
        """Whether a duty is ours beyond doubt: not if we slept over the end of its lease."""
        until = self._until.get(duty)
        return until is not None and self._machine() < until

    async def hold(self, duty: str) -> bool:
        """Take or renew a duty; False while another process has it."""
        now = self._machine()
        held = await self._hold(duty, now)
        if held:
            self._until[duty] = now + LIFE
        else:
            self._until.pop(duty, None)
        return held

    async def _hold(self, duty: str, now: datetime) -> bool:
        async with self._store.begin() as session:
            mine = await session.execute(
                update(Lease)
                .where(Lease.duty == duty, or_(Lease.holder == self.holder, Lease.until < now))
                .values(holder=self.holder, until=now + LIFE)
            )
            if mine.rowcount:  # type: ignore[attr-defined]
                return True
            return await insert_first(
                session, Lease, {"duty": duty, "holder": self.holder, "until": now + LIFE}
            )

    async def clear(self) -> None:
        """Forget all leases: for the one process that is known to be alone with its database."""
        async with self._store.begin() as session:
            await session.execute(delete(Lease))

    async def give_up(self, duty: str) -> None:
        """Let another process have it at once."""
        self._until.pop(duty, None)
        async with self._store.begin() as session:
            await session.execute(delete(Lease).where(Lease.duty == duty, Lease.holder == self.holder))

    async def run(
        self,
        duty: str,
        station: Station,
        stopping: asyncio.Event,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        """Run a station whenever the duty is ours, until told to stop; `wake` rouses it to see that.

        If the duty cannot be renewed (the database is away), the station is stopped before the
        lease ends, so that two processes never have it. A station that ends because the database
        is away is started again.
        """
        while not stopping.is_set():
            if not await self._try_hold(duty):
                await _either(stopping, min(LOOK_SECONDS, RENEW_SECONDS))
                continue
            log.info("lease.taken", duty=duty)
            leave = asyncio.Event()
            task = asyncio.create_task(_call(station, leave))
            try:
                await self._keep(duty, task, stopping)
                leave.set()
                wake()
                await task
                if stopping.is_set():
                    await self.give_up(duty)
            except BaseException as error:
                # A station must not go on behind the back of whoever ended us, nor without renewing.
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                if not isinstance(error, Exception) or not is_transient(error):
                    raise
                log.warning("lease.station_stopped", duty=duty, problem=type(error).__name__)
                await _either(stopping, LOOK_SECONDS)

    async def _keep(self, duty: str, task: asyncio.Task[None], stopping: asyncio.Event) -> None:
        while not stopping.is_set() and not task.done():
            await _either(stopping, RENEW_SECONDS, task)
            if stopping.is_set() or task.done():
                return
            renewed = await self._try_hold(duty)
            if renewed is False or (renewed is None and self._ends_soon(duty)):
                log.warning("lease.lost", duty=duty)
                return

    def _ends_soon(self, duty: str) -> bool:
        """Whether the lease, as its row has it, ends before we would ask again."""
        until = self._until.get(duty)
        return until is None or self._machine() > until - timedelta(seconds=RENEW_SECONDS)

    async def _try_hold(self, duty: str) -> bool | None:
        """True: ours. False: another's. None: nobody can say, the database is away."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self.hold(duty)
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("lease.database_trouble", duty=duty, problem=type(error).__name__)
            return None


async def _call(station: Station, leave: asyncio.Event) -> None:
    await station(leave)


async def _either(stopping: asyncio.Event, seconds: float, task: asyncio.Task[None] | None = None) -> None:
    """Until told to stop, the task is over, or the time is up."""
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait(
        {waiting, task} if task else {waiting}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
    )
    waiting.cancel()
