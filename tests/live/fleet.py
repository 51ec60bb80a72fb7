"""Several workers behind a balancer on one PostgreSQL, killed one after another, and the server restarted."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from storage.store import Store
from tests.live.balancer import Balancer, free_port
from tests.live.cable import Cable
from tests.live.children import Child, Nursery, until
from tests.live.place import Place
from tests.live.place import place as at_place
from tests.live.readback import Ledger, amid, audit

PATH = "/hook"
PATIENCE = 120.0


@dataclass
class Fleet:
    """Workers that are called by webhook; the ones that are there, with their ports."""

    place: Place
    balancer: Balancer
    cable: Cable
    apart: Cable
    """The cable of the first worker, if it has one for itself."""
    options: dict[str, Any]
    workers: list[tuple[Child, int]] = field(default_factory=list)

    def start(self, url: str | None = None) -> Child:
        """One worker more, with a way of its own to the database if it is given one."""
        port = free_port()
        settings = {
            "FRONTLINE_WEBHOOK__URL": f"http://127.0.0.1:{self.balancer.port}{PATH}",
            "FRONTLINE_WEBHOOK__LISTEN": f"127.0.0.1:{port}",
        }
        if url is not None:
            settings["FRONTLINE_STORAGE__URL"] = url
        child = self.place.child(settings=settings, **self.options)
        self.workers.append((child, port))
        self.balancer.workers.append(port)
        return child

    async def ready(self) -> None:
        """Until all of them run."""
        for child, _ in self.workers:
            await child.tells("webhook.set", 60.0)
        await until(lambda: self._holders("send"), 30.0)

    async def kill(self, child: Child) -> None:
        """One worker less, in the middle of whatever it does."""
        await child.killed()
        self.leave(child)

    def leave(self, child: Child) -> None:
        """Its port is not called any more."""
        port = next(port for one, port in self.workers if one is child)
        self.workers.remove((child, port))
        self.balancer.workers.remove(port)

    @contextmanager
    def frozen(self, child: Child) -> Iterator[None]:
        """It stands still meanwhile, and whoever calls the others sees that."""
        port = next(port for one, port in self.workers if one is child)
        child.tell(signal.SIGSTOP)
        self.balancer.give_up(port)
        try:
            yield
        finally:
            child.tell(signal.SIGCONT)
            self.balancer.workers.append(port)

    def holder(self, duty: str = "send") -> Child:
        """Who has a duty, as far as the journals tell."""
        return self._holders(duty)[-1][1]

    def _holders(self, duty: str) -> list[tuple[str, Child]]:
        told = [
            (str(line["timestamp"]), child)
            for child, _ in self.workers
            for line in child.told("lease.taken")
            if line["duty"].startswith(duty)
        ]
        return sorted(told, key=lambda one: one[0])

    async def stop(self) -> None:
        """All of them, in order."""
        for child, _ in self.workers:
            child.tell(signal.SIGTERM)
        for child, _ in self.workers:
            assert await child.ended(20.0) == 0, child.journal.read_text("utf-8")


@asynccontextmanager
async def fleet(
    nursery: Nursery,
    folder: Path,
    url: str,
    *,
    workers: int = 4,
    direct: bool = False,
    apart: bool = False,
    **options: Any,
) -> AsyncIterator[Fleet]:
    """So many workers, running, behind a balancer and with a cable to their database (or none: `direct`).

    `apart`: the first of them has a cable for itself, and every duty to begin with.
    """
    target = make_url(url)
    cable, alone = (Cable(target.host or "127.0.0.1", target.port or 5432) for _ in range(2))
    balancer = Balancer()
    await cable.plug()
    await alone.plug()
    await balancer.open()
    through, through_alone = (
        target.set(host="127.0.0.1", port=one.port).render_as_string(hide_password=False)
        for one in (cable, alone)
    )
    try:
        async with at_place(nursery, folder, url if direct else through) as place:
            opened = Fleet(place, balancer, cable, alone, options)
            if apart:
                opened.start(through_alone)
                await opened.ready()
            for _ in range(workers - len(opened.workers)):
                opened.start()
            await opened.ready()
            yield opened
    finally:
        balancer.close()
        await cable.pull()
        await alone.pull()


@dataclass
class FleetPlan:
    """How hard the run is."""

    kills: int = 6
    restart_seconds: float = 2.0
    restart: str = ""
    """A command that restarts the server in truth; without one all connections end and none is to be had."""
    customers: int = 40
    backlog: int = 100
    seed: int = 1
    finish_seconds: float = 60.0


class FleetRun:
    """Kills workers and restarts the database while customers write, then lets the rest finish."""

    def __init__(self, fleet: Fleet, store: Store, plan: FleetPlan) -> None:
        self.fleet = fleet
        self.place = fleet.place
        self.store = store
        self.plan = plan
        self.random = random.Random(plan.seed)
        self.marks: list[int] = []
        self.ledger = Ledger()
        self.longest = 0.0
        """The longest silence after a kill, in seconds."""

    async def go(self) -> Ledger:
        """The whole run."""
        people = self.place.people(self.plan.customers)
        self.place.sandbox.world.fault("slow", method="sendMessage", seconds=0.02)
        feeding = asyncio.create_task(self._feed(people))
        try:
            for kill in range(self.plan.kills):
                if kill == self.plan.kills // 2:
                    await self._restart_database()
                # Every other time it is the one that sends.
                sender = self.fleet.holder()
                victim = sender if kill % 2 else self.random.choice(self.fleet.workers)[0]
                await self.fleet.kill(victim)
                await amid(self.store, self.ledger)
                if victim is sender:
                    # Whoever follows has to wait for the end of the lease.
                    self.marks.append(await self.place.calm())
                self.ledger.kills += 1
                self.fleet.start()
                await self._sent_again()
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)
        await until(self.place.all_answered, self.plan.finish_seconds)
        await self.fleet.stop()
        return await audit(self.place, self.store, self.ledger, self.marks)

    async def freeze(self, times: int) -> Ledger:
        """The one that sends is frozen, another takes over, and the frozen one goes on amid that."""
        people = self.place.people(self.plan.customers)
        self.place.sandbox.world.fault("slow", method="sendMessage", seconds=0.02)
        feeding = asyncio.create_task(self._feed(people))
        try:
            for _ in range(times):
                await self._sent_again()
                sender = self.fleet.holder()
                with self.fleet.frozen(sender):
                    # What it had sent before is its own; after this only another speaks.
                    self.marks.append(await self.place.calm())
                    await until(lambda: self.fleet.holder() is not sender, PATIENCE)  # noqa: B023
                    answered = self.place.answered
                    await until(lambda: self.place.answered > answered, PATIENCE)  # noqa: B023
                    await asyncio.sleep(self.random.uniform(0.0, 2.0))
                await self._sent_again()
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)
        await until(self.place.all_answered, self.plan.finish_seconds)
        await self.fleet.stop()
        return await audit(self.place, self.store, self.ledger, self.marks)

    async def cut_one_off(self, seconds: Sequence[float]) -> Ledger:
        """The first worker loses its database for so long, time after time; the others go on meanwhile."""
        people = self.place.people(self.plan.customers)
        self.place.sandbox.world.fault("slow", method="sendMessage", seconds=0.02)
        lonely = self.fleet.workers[0][0]
        feeding = asyncio.create_task(self._feed(people))
        try:
            for each in seconds:
                await self._sent_again()
                sends = self.fleet.holder() is lonely
                await self.fleet.apart.pull()
                ends = time.monotonic() + each
                if sends:
                    # What it had in hand leaves still; then it is silent, for it can write nothing down.
                    self.marks.append(await self.place.calm())
                await self._sent_again()
                await asyncio.sleep(max(ends - time.monotonic(), 0.0))
                await self.fleet.apart.plug()
                await self._sent_again()
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)
        await until(self.place.all_answered, self.plan.finish_seconds)
        await self.fleet.stop()
        return await audit(self.place, self.store, self.ledger, self.marks)

    async def _feed(self, people: list[int]) -> None:
        while True:
            for _ in range(self.plan.backlog - self.place.waiting):
                self.place.say(self.random.choice(people))
            await asyncio.sleep(0.02)

    async def _sent_again(self) -> None:
        """Until fifty more answers have gone out, and a moment of chance after that."""
        began, answered = time.monotonic(), self.place.answered
        await until(lambda: self.place.answered > answered, PATIENCE)
        self.longest = max(self.longest, time.monotonic() - began)
        await until(lambda: self.place.answered > answered + 50, PATIENCE)
        await asyncio.sleep(self.random.uniform(0.0, 0.5))

    async def _restart_database(self) -> None:
        """All connections end, and for a while there are none to be had."""
        if self.plan.restart:
            process = await asyncio.create_subprocess_shell(
                self.plan.restart, stdout=asyncio.subprocess.DEVNULL
            )
            assert await process.wait() == 0
        else:
            await self.fleet.cable.pull()
            await self._end_connections()
            await asyncio.sleep(self.plan.restart_seconds)
        self.marks.append(await self.place.calm())
        if not self.plan.restart:
            await self.fleet.cable.plug()
        await self._sent_again()

    async def _end_connections(self) -> None:
        async with self.store.begin() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
