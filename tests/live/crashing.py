"""A run that is killed again and again under load."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from storage.store import Store
from tests.live.children import until
from tests.live.place import Place
from tests.live.readback import Ledger, amid, audit

LOOK_SECONDS = 0.02
FEW = 5
"""So many answers are sign enough that a life has begun to speak: it asks Telegram for much else before."""
LEASE_SECONDS = 1.0
"""On PostgreSQL whoever comes next waits for the lease of whoever was killed."""


@dataclass
class Plan:
    """How hard the run is."""

    kills: int = 30
    seed: int = 1
    customers: int = 40
    backlog: int = 200
    """So many messages are always waiting."""
    longest_life: float = 0.9
    answer_seconds: float = 0.02
    """Telegram takes so long for an answer: a kill then finds something in flight."""
    finish_seconds: float = 120.0


class CrashRun:
    """Kills Frontline as often as planned while customers write, then lets it finish."""

    def __init__(self, place: Place, store: Store, plan: Plan) -> None:
        self.place = place
        self.store = store
        self.plan = plan
        self.random = random.Random(plan.seed)
        self.marks: list[int] = []
        """The number of the last call before each kill."""
        self.ledger = Ledger()

    async def go(self) -> Ledger:
        """The whole run."""
        self.place.people(self.plan.customers)
        self.place.sandbox.world.fault("slow", method="sendMessage", seconds=self.plan.answer_seconds)
        feeding = asyncio.create_task(self._feed())
        for _ in range(self.plan.kills):
            await self._live_and_die()
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
        await self._finish()
        return await audit(self.place, self.store, self.ledger, self.marks)

    async def _feed(self) -> None:
        """Whoever is chosen writes, so that there is always something to do."""
        while True:
            for _ in range(self.plan.backlog - self.place.waiting):
                self.place.say(self.random.choice(self.place.customers))
            await asyncio.sleep(LOOK_SECONDS)

    async def _live_and_die(self) -> None:
        """Every other life ends at any moment after its start, the others when they have begun to speak:
        on a slow machine all would otherwise end before they have done anything."""
        before = self.place.answered
        child = self.place.child(lease_seconds=LEASE_SECONDS)
        await child.tells("run.started", 60.0)
        if self.ledger.kills % 2:
            await until(lambda: self.place.answered > before + FEW, 60.0)
        await asyncio.sleep(self.random.uniform(0.0, self.plan.longest_life))
        await child.killed()
        self.marks.append(await self.place.calm())
        self.ledger.kills += 1
        await amid(self.store, self.ledger)

    async def _finish(self) -> None:
        """One life more, for what is left; it ends in order."""
        child = self.place.child(lease_seconds=LEASE_SECONDS)
        await until(self.place.all_answered, self.plan.finish_seconds)
        await child.stopped()
