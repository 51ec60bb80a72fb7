"""One by one: each row in a transaction of its own, so that one that fails cannot hold up all others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outcomes import Outcomes, Result
from bot.preparing import Preparer
from handlers import delivery
from handlers.house import House
from handlers.scene import Scene
from storage.outbound import Outbound, Sent
from storage.outbox import OutboxState
from storage.sending import Owed, finish
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("send")

T = TypeVar("T")


class OneByOne:
    """Does for single rows what failed for many. A row that fails here too is set aside, and that is told."""

    def __init__(
        self,
        store: Store,
        house: House,
        preparer: Preparer,
        outcomes: Outcomes,
        *,
        now: Callable[[], datetime],
        machine: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._house = house
        self._preparer = preparer
        self._outcomes = outcomes
        self._now = now
        self._machine = machine

    async def record(self, result: Result) -> None:
        """Write down what became of a row. What has arrived stays sent, whatever fails after it."""
        otherwise = OutboxState.sent if isinstance(result.outcome, Sent) else OutboxState.dead
        await self._alone(result.owed, otherwise, partial(self._outcomes.record, results=[result]))

    async def prepare(self, owed: Owed) -> list[tuple[Owed, Outbound]]:
        """A claimed row with what will be sent, if anything."""
        work = partial(self._preparer.prepare, claimed=[owed])
        return await self._alone(owed, OutboxState.dead, work) or []

    async def _alone(
        self, owed: Owed, otherwise: OutboxState, work: Callable[[AsyncSession], Awaitable[T]]
    ) -> T | None:
        try:
            async with self._store.begin() as session:
                return await work(session)
        except Exception as error:
            if is_transient(error):
                raise
            log.exception("send.set_aside", row=owed.id)
            await self._set_aside(owed, otherwise, type(error).__name__)
            return None

    async def _set_aside(self, owed: Owed, state: OutboxState, error: str) -> None:
        """Done with a row that we fail at, and say so to whom it concerns."""
        try:
            async with self._store.begin() as session:
                await finish(session, [owed.id], state, self._machine(), error)
                scene = Scene(session, self._now(), self._house)
                await delivery.set_aside(scene, owed, arrived=state is OutboxState.sent)
                await session.flush()
                await scene.effects.write(session)
        except Exception as problem:
            if is_transient(problem):
                raise
            log.exception("send.not_told", row=owed.id)
            async with self._store.begin() as session:
                await finish(session, [owed.id], state, self._machine(), error)
