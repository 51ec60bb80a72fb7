"""Send: what is owed goes out, paced, one operation at a time for a chat, retried and recorded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bell import Bell
from bot.choosing import Chooser, chats_of
from bot.gateways.contract import Gateway
from bot.gateways.errors import GatewayError, Refused
from bot.held import Waiting, amount_of
from bot.metrics.tally import Tally
from bot.outcomes import Outcomes, Result
from bot.pace import Flight, Pace
from bot.preparing import Preparer
from handlers import delivery
from handlers.house import House
from handlers.scene import Scene
from storage.outbound import Outbound, Sent
from storage.outbox import OutboxState
from storage.sending import Owed, being_sent, finish, rescue
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("send")

IN_FLIGHT = 100
POLL_SECONDS = 1.0
TROUBLE_PAUSE = 1.0
DOUBT_PAUSE = 0.1
GATHER_SECONDS = 0.02
RESCUE_SECONDS = 5.0
"""A process that was frozen in a commit may mark rows after we took its place: we look again this often."""
FLUSH_SECONDS = 2.0
"""What is in flight at a stop may take this long to come back. Whoever stops us must leave time
beyond it for writing down."""

SOON_SECONDS = 0.001
"""A place that is free by now, but for how clocks count, is looked for again after this."""

T = TypeVar("T")


class Alarm(Protocol):
    """Something that happens later, unless it is called off."""

    def cancel(self) -> None:
        """Call it off."""


Later = Callable[[float, Callable[[], None]], Alarm]


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
        self._gateway = gateway
        self._account = account_id
        self._house = house
        self._pace = pace
        self._now = now
        self._machine = machine
        self._seconds = seconds
        self._held = Waiting(pace)
        self._later = later
        self._alarm: Alarm | None = None
        """Rings when what is held may go on."""
        self._chooser = Chooser(account_id, pace, self._held, ahead=ahead, machine=machine, seconds=seconds)
        self._preparer = Preparer(account_id, house, self._chooser, now=now, machine=machine)
        self._outcomes = Outcomes(house, pace, now=now, machine=machine, seconds=seconds, moved=moved)
        self._tally = tally or Tally()
        self._may = may
        self._sure = False
        """Whether the duty is ours as far as we know, and every row that is marked as being sent is sent."""
        self._leased = False
        """Whether it runs, and asks before it speaks: not where a test makes a cycle by hand."""
        self._results: list[Result] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[int] = set()
        self._mine: set[int] = set()
        """Rows held or in flight, or back and not recorded yet."""
        self._came_back = Bell()
        self._enough = 1

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight or waiting to be recorded. What is held waits for its moment."""
        return not self._tasks and not self._results

    async def rescue(self) -> int:
        """Take up rows that nobody is sending any more: their process died, or the database went away
        at the moment of a commit and did not say whether it took place."""
        async with self._store.begin() as session:
            still = await being_sent(session, self._account)
            rescued = await rescue(session, still - self._mine, self._machine())
        if recorded := [result for result in self._results if result.owed.id not in still]:
            self._results = [result for result in self._results if result.owed.id in still]
            self._let_go(recorded)
        return rescued

    async def recall(self) -> None:
        """Learn what was said before we came: its limits go on."""
        await self._chooser.recall(self._store)

    async def run(self, bell: Bell, stopping: asyncio.Event) -> None:
        """Send until told to stop; what is in flight then is finished and recorded."""
        self._leased, self._sure, recalled = True, False, False
        self._later = self._later or asyncio.get_running_loop().call_later
        rescue_at = self._seconds()
        while not stopping.is_set():
            if self._silenced():
                # We slept for too long (a suspended machine): somebody else may be sending by now.
                await asyncio.sleep(DOUBT_PAUSE)
                continue
            try:
                if not self._sure or self._seconds() >= rescue_at:
                    if rescued := await self.rescue():
                        log.info("send.rescued", rows=rescued)
                    rescue_at = self._seconds() + RESCUE_SECONDS
                self._sure = True
                if not recalled:
                    await self.recall()
                recalled = True
                claimed = await self.cycle()
            except Exception as error:
                self._sure = False
                if not is_transient(error):
                    log.exception("send.failed")
                else:
                    log.warning("send.database_trouble", problem=type(error).__name__)
                await asyncio.sleep(TROUBLE_PAUSE)
                continue
            if self._tasks:
                # What comes back is written down together, and the next are claimed with it.
                await self._gather(stopping)
            elif not claimed and not self._results:
                await bell.wait(min(POLL_SECONDS, self._pace.next_free(self._seconds())))
        await self.flush()

    async def _gather(self, stopping: asyncio.Event) -> None:
        """Until half of what is in flight has come back, or a moment has passed in which something could
        be done: with everything in flight and nothing back there is nothing to write down or to claim."""
        self._enough = max(len(self._tasks) // 2, 1)
        while len(self._results) < self._enough and not stopping.is_set():
            await self._came_back.wait(GATHER_SECONDS)
            if self._results or len(self._tasks) < IN_FLIGHT:
                return

    async def back(self) -> None:
        """Until something of what is in flight has come back."""
        if self._tasks:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def flush(self) -> None:
        """Give what is in flight a moment and record what has come back. What has not is sent again later.

        What is held waits again, unsent.
        """
        ends = self._seconds() + FLUSH_SECONDS
        held = self._drop(self._held.clear())
        try:
            await self._write_down(held)
            while self._tasks and (left := ends - self._seconds()) > 0:
                await asyncio.wait(self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                await self._write_down()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._mine = {result.owed.id for result in self._results}
            self._busy = _chats(self._results)
        await self._write_down()

    async def _write_down(self, unsent: Sequence[Owed] = ()) -> None:
        """Record what has come back and what was not sent, and claim nothing."""
        results = list(self._results)
        if results or unsent:
            async with self._store.begin() as session:
                await self._outcomes.record(session, results)
                await rescue(session, [owed.id for owed in unsent], self._machine())
            self._forget(results)

    async def cycle(self) -> int:
        """Record what has come back, claim what may go out, and send it as soon as it may."""
        results = list(self._results)
        overdue = self._drop(self._held.overdue(self._seconds()))
        try:
            async with self._store.begin() as session:
                await self._outcomes.record(session, results)
                await rescue(session, [owed.id for owed in overdue], self._machine())
                claimed = await self._claim(session, (self._busy - _chats(results)) | chats_of(overdue))
                outbounds = await self._preparer.prepare(session, claimed)
        except Exception as error:
            if is_transient(error):
                raise
            log.warning("send.redone_one_by_one", problem=type(error).__name__)
            return await self._one_by_one()
        self._forget(results)
        self._hold(outbounds)
        return len(claimed)

    async def _claim(self, session: AsyncSession, busy: set[int]) -> list[Owed]:
        places = IN_FLIGHT - len(self._tasks) - len(self._held)
        return await self._chooser.claim(session, places=places, busy=busy)

    def _hold(self, outbounds: list[tuple[Owed, Outbound]]) -> None:
        """These are claimed and ready: they go out at once, or as soon as the pace allows."""
        if self._silenced():
            return
        for owed, outbound in outbounds:
            self._mine.add(owed.id)
            self._busy |= chats_of([owed])
            if owed.chat_id is None:
                self._start(owed, outbound)
            else:
                in_turn = owed.id in self._chooser.in_turn
                self._held.add(owed, outbound, self._seconds(), in_turn=in_turn)
        self._release()

    def _release(self) -> None:
        """Start what is held and may go now; look again when the next of it may."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._silenced():
            return
        while (one := self._held.next(self._seconds())) is not None:
            self._start(*one)
        wait = self._held.wait(self._seconds())
        if wait is not None and self._later is not None:
            self._alarm = self._later(max(wait, SOON_SECONDS), self._release)

    def _start(self, owed: Owed, outbound: Outbound) -> None:
        group, amount = owed.chat_kind == "group", amount_of(outbound.what)
        flight = self._pace.begins(owed.chat_id, group, self._seconds(), amount)
        task = asyncio.create_task(self._deliver(owed, outbound, flight))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _drop(self, rows: list[Owed]) -> list[Owed]:
        """These are not sent after all, and ours no longer."""
        self._mine -= {owed.id for owed in rows}
        self._busy -= chats_of(rows)
        return rows

    def _silenced(self) -> bool:
        """Whether we were frozen since our rows were claimed: whoever sends now takes them up, or we do.

        To speak now would be to repeat words behind those that somebody else has said since.
        """
        if self._leased and not self._may():
            self._sure = False
            self._drop(self._held.clear())
            return True
        return False

    async def _one_by_one(self) -> int:
        """A cycle after one that failed: each row for itself, so that one cannot hold up all others."""
        for result in list(self._results):
            state = OutboxState.sent if isinstance(result.outcome, Sent) else OutboxState.dead
            await self._alone(result.owed, state, partial(self._outcomes.record, results=[result]))
            self._forget([result])
        async with self._store.begin() as session:
            claimed = await self._claim(session, self._busy)
        for owed in claimed:
            ready = await self._alone(owed, OutboxState.dead, partial(self._preparer.prepare, claimed=[owed]))
            self._hold(ready or [])
        return len(claimed)

    async def _alone(
        self, owed: Owed, otherwise: OutboxState, work: Callable[[AsyncSession], Awaitable[T]]
    ) -> T | None:
        """Do a row's work in a transaction of its own. One that fails there is done with, `otherwise`."""
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

    async def _deliver(self, owed: Owed, outbound: Outbound, flight: Flight | None) -> None:
        outcome: Sent | Exception
        if self._silenced():
            self._pace.ends(flight, self._seconds())
            self._drop([owed])
            return
        began = self._seconds()
        try:
            outcome = await self._gateway.send(outbound)
        except GatewayError as problem:
            outcome = problem
        except Exception as problem:
            log.exception("send.broken", row=owed.id)
            outcome = Refused(type(problem).__name__)
        finally:
            self._pace.ends(flight, self._seconds())
        self._tally.sent(type(outbound.what).__name__, outcome, self._seconds() - began)
        self._results.append(Result(owed, outbound.what, outcome))
        if len(self._results) >= self._enough:
            self._came_back.ring()

    def _forget(self, results: list[Result]) -> None:
        """These are committed; their chats may be spoken to again. Newer results stand behind them."""
        del self._results[: len(results)]
        self._let_go(results)

    def _let_go(self, results: list[Result]) -> None:
        self._busy -= _chats(results)
        self._mine -= {result.owed.id for result in results}
        self._outcomes.settled(results)


def _chats(results: list[Result]) -> set[int]:
    return chats_of(result.owed for result in results)
