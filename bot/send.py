"""Send: what is owed goes out, paced, one operation at a time for a chat, retried and recorded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bell import Bell
from bot.choosing import Chooser, chats_of
from bot.dispatching import Dispatcher, Later
from bot.gateways.contract import Gateway
from bot.metrics.tally import Tally
from bot.one_by_one import OneByOne
from bot.outcomes import Outcomes, Result
from bot.pace import Pace
from bot.preparing import Preparer
from handlers.house import House
from storage.giving_back import being_sent, give_back, rescue
from storage.sending import Owed
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("send")

POLL_SECONDS = 1.0
TROUBLE_PAUSE = 1.0
DOUBT_PAUSE = 0.1
RESCUE_SECONDS = 5.0
"""A process that was frozen in a commit may mark rows after we took its place: we look again this often."""
FLUSH_SECONDS = 2.0
"""What is in flight at a stop may take this long to come back. Whoever stops us must leave time
beyond it for writing down."""


class Sender:
    """Delivers the outbox of one account. Only one process may run it for an account at a time."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        account_id: int,
        house: House,
        pace: Pace,
        *,
        now: Callable[[], datetime],
        machine: Callable[[], datetime],
        seconds: Callable[[], float] = time.monotonic,
        ahead: float = 0.0,
        later: Later | None = None,
        moved: Callable[[], None] = lambda: None,
        tally: Tally | None = None,
        may: Callable[[], bool] = lambda: True,
    ) -> None:
        self._store = store
        self._account = account_id
        self._pace = pace
        self._machine = machine
        self._seconds = seconds
        self.dispatcher = Dispatcher(
            gateway, pace, seconds=seconds, later=later, tally=tally or Tally(), may=may
        )
        self._chooser = Chooser(
            account_id, pace, self.dispatcher.held, ahead=ahead, machine=machine, seconds=seconds
        )
        preparer = Preparer(account_id, house, self._chooser, now=now, machine=machine)
        self._preparer = preparer
        self._outcomes = Outcomes(house, pace, now=now, machine=machine, seconds=seconds, moved=moved)
        self._alone = OneByOne(store, house, preparer, self._outcomes, now=now, machine=machine)

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight or waiting to be recorded. What is held waits for its moment."""
        return self.dispatcher.idle

    async def rescue(self) -> int:
        """Take up rows that nobody is sending any more: their process died, or the database went away
        at the moment of a commit and did not say whether it took place."""
        async with self._store.begin() as session:
            still = await being_sent(session, self._account)
            rescued = await rescue(session, still - self.dispatcher.mine, self._machine())
        self._outcomes.settled(self.dispatcher.forget_all_but(still))
        return rescued

    async def recall(self) -> None:
        """Learn what was said before we came: its limits go on."""
        await self._chooser.recall(self._store)

    async def run(self, bell: Bell, stopping: asyncio.Event) -> None:
        """Send until told to stop; what is in flight then is finished and recorded."""
        out, recalled = self.dispatcher, False
        out.leased, out.sure = True, False
        out.later = out.later or asyncio.get_running_loop().call_later
        rescue_at = self._seconds()
        while not stopping.is_set():
            if out.silenced():
                # We slept for too long (a suspended machine): somebody else may be sending by now.
                await asyncio.sleep(DOUBT_PAUSE)
                continue
            try:
                if not out.sure or self._seconds() >= rescue_at:
                    if rescued := await self.rescue():
                        log.info("send.rescued", rows=rescued)
                    rescue_at = self._seconds() + RESCUE_SECONDS
                out.sure = True
                if not recalled:
                    await self.recall()
                recalled = True
                claimed = await self.cycle()
            except Exception as error:
                out.sure = False
                if not is_transient(error):
                    log.exception("send.failed")
                else:
                    log.warning("send.database_trouble", problem=type(error).__name__)
                await asyncio.sleep(TROUBLE_PAUSE)
                continue
            if out.tasks:
                # What comes back is written down together, and the next are claimed with it.
                await out.gather(stopping)
            elif not claimed and not out.results:
                await bell.wait(min(POLL_SECONDS, self._pace.next_free(self._seconds())))
        await self.flush()

    async def back(self) -> None:
        """Until something of what is in flight has come back."""
        await self.dispatcher.back()

    async def flush(self) -> None:
        """Give what is in flight a moment and record what has come back. What has not is sent again later.

        What is held waits again, unsent.
        """
        out = self.dispatcher
        ends = self._seconds() + FLUSH_SECONDS
        held = out.drop(out.held.clear())
        try:
            await self._write_down(held)
            while out.tasks and (left := ends - self._seconds()) > 0:
                await out.back(left)
                await self._write_down()
        finally:
            await out.cut_off()
        await self._write_down()

    async def _write_down(self, unsent: Sequence[Owed] = ()) -> None:
        """Record what has come back and what was not sent, and claim nothing."""
        results = list(self.dispatcher.results)
        if results or unsent:
            async with self._store.begin() as session:
                await self._outcomes.record(session, results)
                await give_back(session, unsent, self._machine())
            self._forget(results)

    async def cycle(self) -> int:
        """Record what has come back, claim what may go out, and send it as soon as it may."""
        out = self.dispatcher
        results = list(out.results)
        overdue = out.drop(out.held.overdue(self._seconds()))
        try:
            async with self._store.begin() as session:
                await self._outcomes.record(session, results)
                await give_back(session, overdue, self._machine())
                answered = chats_of(result.owed for result in results)
                claimed = await self._claim(session, (out.busy - answered) | chats_of(overdue))
                outbounds = await self._preparer.prepare(session, claimed)
        except Exception as error:
            if is_transient(error):
                raise
            log.warning("send.redone_one_by_one", problem=type(error).__name__)
            return await self._one_by_one()
        self._forget(results)
        out.hold(outbounds, self._chooser.in_turn)
        return len(claimed)

    async def _claim(self, session: AsyncSession, busy: set[int]) -> list[Owed]:
        return await self._chooser.claim(session, places=self.dispatcher.places, busy=busy)

    async def _one_by_one(self) -> int:
        """A cycle after one that failed: each row for itself, so that one cannot hold up all others."""
        out = self.dispatcher
        for result in list(out.results):
            await self._alone.record(result)
            self._forget([result])
        async with self._store.begin() as session:
            claimed = await self._claim(session, out.busy)
        for owed in claimed:
            out.hold(await self._alone.prepare(owed), self._chooser.in_turn)
        return len(claimed)

    def _forget(self, results: Sequence[Result]) -> None:
        """These are committed; newer results stand behind them."""
        self.dispatcher.forget(results)
        self._outcomes.settled(results)
