"""A longer time without a usable Telegram, while customers go on writing."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from storage.store import Store
from tests.live.children import until
from tests.live.place import Place
from tests.live.readback import Ledger, audit

TROUBLES: tuple[dict[str, Any], ...] = (
    {"kind": "5xx"},
    {"kind": "429", "retry_after": 1},
    {"kind": "timeout_before", "seconds": 1.0},
    {"kind": "timeout_after", "seconds": 1.0},
    {"kind": "drop_before"},
    {"kind": "5xx", "code": 504},
)


@contextmanager
def trouble(place: Place, **fault: Any) -> Iterator[int]:
    """Something is wrong with Telegram for a while."""
    number = place.sandbox.world.fault(**fault)
    try:
        yield number
    finally:
        place.sandbox.world.clear_faults(number)


class OutageRun:
    """Customers write at a steady pace; Telegram is in one trouble after another, in both directions."""

    def __init__(self, place: Place, store: Store, seconds: float, seed: int) -> None:
        self.place = place
        self.store = store
        self.seconds = seconds
        self.random = random.Random(seed)

    async def go(self) -> Ledger:
        """The whole run."""
        people = self.place.people(20)
        child = self.place.child()
        await child.tells("run.started")
        writing = asyncio.create_task(self._write(people))
        await until(lambda: self.place.waiting < sum(map(len, self.place.said.values())), 20)
        ends = time.monotonic() + self.seconds
        for each in TROUBLES:
            with trouble(self.place, **each):
                await asyncio.sleep(self.seconds / len(TROUBLES))
        assert time.monotonic() >= ends
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await until(self.place.all_answered, 60 + 2 * self.seconds)
        await child.stopped()
        return await audit(self.place, self.store, Ledger())

    async def _write(self, people: list[int]) -> None:
        while True:
            self.place.say(self.random.choice(people))
            await asyncio.sleep(0.05)
