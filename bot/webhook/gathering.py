"""Deliveries that come at the same time are accepted together: one transaction instead of many."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.gateways.contract import Accept, Arrival
from storage.transient import is_transient

TOGETHER = 100
MOST_WAITING = 2_000
CLOSE_SECONDS = 2.0


class Crowded(Exception):
    """Too many wait already; the sender should come again."""


class Gatherer:
    """Hands arrivals on in their order, and tells each deliverer when its own is committed."""

    def __init__(self, accept: Accept, *, most_waiting: int = MOST_WAITING) -> None:
        self._accept = accept
        self._most = most_waiting
        self._waiting: deque[tuple[Arrival, asyncio.Future[None]]] = deque()
        self._task: asyncio.Task[None] | None = None

    async def take(self, arrival: Arrival) -> None:
        """Return when this arrival is committed. Raises what accepting it raised, or Crowded."""
        if len(self._waiting) >= self._most:
            raise Crowded
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, committed))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        await committed

    async def close(self) -> None:
        """Wait a moment for what has been handed on. What is not committed then was never confirmed."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=CLOSE_SECONDS)

    async def _work(self) -> None:
        while self._waiting:
            some = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
            problem = await self._together(some)
            if problem is None or is_transient(problem) or len(some) == 1:
                _settle(some, problem)
                continue
            for one in some:
                # One that cannot be stored must not keep the others out.
                _settle([one], await self._together([one]))

    async def _together(self, some: list[tuple[Arrival, asyncio.Future[None]]]) -> Exception | None:
        try:
            await self._accept([arrival for arrival, _ in some])
        except Exception as problem:
            return problem
        return None


def _settle(some: list[tuple[Arrival, asyncio.Future[None]]], problem: Exception | None) -> None:
    for _, committed in some:
        if committed.done():
            continue
        if problem is None:
            committed.set_result(None)
        else:
            committed.set_exception(problem)
