"""Work: claimed inbox rows are handled, a group of different chats in one transaction."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bell import Bell
from bot.metrics.tally import Tally
from bot.turns import load_turns
from handlers.effects import Effects
from handlers.house import House
from handlers.turn import Turn
from storage.account import Conversation
from storage.among import among
from storage.claiming import Head, claimed
from storage.inbox import INBOX, InboxRow, ParkedUpdate
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("work")

GROUP = 100
GROUP_WITH_ENCODER = 4
"""If each of so many waits a second for its encoder (the default limit), leases are still renewed in time."""
STRIKES = 3
CUT_OFF_LIMIT = 10
HOLD = timedelta(seconds=2)
POLL_SECONDS = 1.0
TROUBLE_PAUSE = 1.0

_FINISH = update(INBOX).where(among(INBOX.c.id, "ids")).values(finished_at=bindparam("now"))

Handle = Callable[[Turn], Awaitable[None]]
Parked = Callable[[AsyncSession, ParkedUpdate, Effects], Awaitable[None]]
"""Tell the person and the staff that an update was set aside."""


class Worker:
    """Runs the handlers. A failing row is redone alone, three strikes park it, its chat goes on."""

    def __init__(
        self,
        store: Store,
        house: House,
        handle: Handle,
        *,
        now: Callable[[], datetime],
        machine: Callable[[], datetime],
        parked: Parked,
        owed: Callable[[], None],
        group: int = GROUP,
        tally: Tally | None = None,
    ) -> None:
        self._store = store
        self._house = house
        self._handle = handle
        self._now = now
        self._machine = machine
        self._parked = parked
        self._owed = owed
        self._group = group
        self._tally = tally or Tally()
        self._forgive: list[int] = []
        self._suspect_first = False

    async def run(self, bell: Bell, stopping: asyncio.Event) -> None:
        """Work until told to stop; what is claimed is finished first."""
        while not stopping.is_set():
            try:
                done = await self.once()
            except Exception as error:
                if not is_transient(error):
                    log.exception("work.failed")
                else:
                    log.warning("work.database_trouble", problem=type(error).__name__)
                await asyncio.sleep(TROUBLE_PAUSE)
                continue
            if not done:
                await bell.wait(POLL_SECONDS)

    async def once(self) -> int:
        """Handle one group, or one suspect alone. Returns how many rows were taken up."""
        forgive, self._forgive = self._forgive, []
        heads: list[Head] = []
        began, done = time.perf_counter(), 0
        try:
            async with claimed(
                self._store,
                self._machine(),
                group=self._group,
                suspect_first=self._suspect_first,
                forgive=forgive,
            ) as claim:
                heads = claim.heads
                self._suspect_first = claim.suspects_wait
                done = await self._run(claim.session, heads)
        except Exception as error:
            if is_transient(error):
                self._forgive = [*forgive, *(head.id for head in heads)]
                raise
            if len(heads) <= 1:
                await self._fail(heads, error)
            else:
                log.info("work.group_redone", rows=len(heads), problem=type(error).__name__)
                await self._one_by_one(heads)
        else:
            self._tally.handled(done, time.perf_counter() - began)
        if heads:
            self._owed()
        return len(heads)

    async def _one_by_one(self, heads: list[Head]) -> None:
        """Handle the rows of a group that failed. If the database goes away, none of the rest is to blame."""
        for nth, head in enumerate(heads):
            try:
                await self._alone(head)
            except Exception:
                self._forgive += [left.id for left in heads[nth:]]
                raise

    async def _alone(self, head: Head) -> None:
        """Handle one row in a transaction of its own."""
        began = time.perf_counter()
        try:
            async with self._store.begin() as session:
                if self._store.many_workers and not await _still_ours(session, head.id):
                    return
                done = await self._run(session, [head])
            self._tally.handled(done, time.perf_counter() - began)
        except Exception as error:
            if is_transient(error):
                raise
            await self._fail([head], error)

    async def _run(self, session: AsyncSession, heads: list[Head]) -> int:
        """Handle rows one after another in one session; their effects commit together. Tells how many."""
        worn = [head for head in heads if head.claims >= CUT_OFF_LIMIT]
        for head in worn:
            await self._park(session, head.id, "cut_off", "")
        ids = [head.id for head in heads if head.claims < CUT_OFF_LIMIT]
        if not ids:
            return 0
        effects = Effects(self._now())
        for turn in await load_turns(session, self._house, ids, effects):
            await self._handle(turn)
        await session.flush()
        await effects.write(session)
        await session.execute(_FINISH, {"ids": ids, "now": self._machine()})
        return len(ids)

    async def _fail(self, heads: list[Head], error: BaseException) -> None:
        """Count a strike; the third parks the row. Until then its conversation waits a moment."""
        for head in heads:
            self._tally.failed()
            log.error("update.failed", row=head.id, problem=type(error).__name__, exc_info=error)
            async with self._store.begin() as session:
                row = await session.get(InboxRow, head.id, with_for_update=True)
                if row is None or row.finished_at is not None:
                    continue
                row.failures += 1
                row.claims = 0
                if row.failures >= STRIKES:
                    await self._park(session, head.id, "failed", type(error).__name__)
                    continue
                await session.execute(
                    update(Conversation)
                    .where(Conversation.id == row.conversation_id)
                    .values(held_until=self._machine() + HOLD * row.failures)
                )

    async def _park(self, session: AsyncSession, row_id: int, reason: str, error: str) -> None:
        row = await session.get_one(InboxRow, row_id)
        parked = ParkedUpdate(
            account_id=row.account_id,
            update_id=row.update_id,
            digest=row.digest,
            conversation_id=row.conversation_id,
            reason=reason,
            error=error,
            body=row.body,
            parked_at=self._machine(),
        )
        session.add(parked)
        row.finished_at = self._machine()
        await session.flush()
        effects = Effects(self._now())
        await self._parked(session, parked, effects)
        await session.flush()
        await effects.write(session)
        self._tally.parked(reason)
        log.error("update.parked", row=row_id, parked=parked.id, reason=reason)


async def _still_ours(session: AsyncSession, row_id: int) -> bool:
    """Lock the row's conversation again; False if another worker has it or finished the row."""
    row: Any = await session.scalar(
        select(INBOX.c.id)
        .join(Conversation, Conversation.id == INBOX.c.conversation_id)
        .where(INBOX.c.id == row_id, INBOX.c.finished_at.is_(None))
        .with_for_update(skip_locked=True, of=Conversation, key_share=True)
    )
    return row is not None
