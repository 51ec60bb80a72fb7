"""Dispatching: what is claimed and ready leaves as soon as it may, and its answer comes back. No database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from bot.bell import Bell
from bot.choosing import chats_of
from bot.gateways.contract import Gateway
from bot.gateways.errors import GatewayError, Refused
from bot.held import Waiting, amount_of
from bot.metrics.tally import Tally
from bot.outcomes import Result
from bot.pace import Flight, Pace
from storage.outbound import Outbound, Sent
from storage.sending import Owed

log = structlog.get_logger("send")

IN_FLIGHT = 100
GATHER_SECONDS = 0.02
SOON_SECONDS = 0.001
"""A place that is free by now, but for how clocks count, is looked for again after this."""


class Alarm(Protocol):
    """Something that happens later, unless it is called off."""

    def cancel(self) -> None:
        """Call it off."""


Later = Callable[[float, Callable[[], None]], Alarm]


class Dispatcher:
    """The rows of one sender, from their claim until what became of them is written down."""

    def __init__(
        self,
        gateway: Gateway,
        pace: Pace,
        *,
        seconds: Callable[[], float],
        later: Later | None,
        tally: Tally,
        may: Callable[[], bool],
    ) -> None:
        self._gateway = gateway
        self._pace = pace
        self._seconds = seconds
        self._tally = tally
        self._alarm: Alarm | None = None
        """Rings when what is held may go on."""
        self._came_back = Bell()
        self._enough = 1
        self.later = later
        self.may = may
        self.leased = False
        """Whether the duty is asked for before we speak: not where a test makes a cycle by hand."""
        self.sure = False
        """Whether the duty is ours as far as we know, and every row that is marked as being sent is sent."""
        self.held = Waiting(pace)
        self.tasks: set[asyncio.Task[None]] = set()
        self.results: list[Result] = []
        """What came back and is not written down yet."""
        self.busy: set[int] = set()
        """The chats of all of these."""
        self.mine: set[int] = set()
        """Rows held or in flight, or back and not recorded yet."""

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight or waiting to be recorded. What is held waits for its moment."""
        return not self.tasks and not self.results

    @property
    def places(self) -> int:
        """So many rows more may be in hand."""
        return IN_FLIGHT - len(self.tasks) - len(self.held)

    def silenced(self) -> bool:
        """Whether we were frozen since our rows were claimed: whoever sends now takes them up, or we do.

        To speak now would be to repeat words behind those that somebody else has said since.
        """
        if self.leased and not self.may():
            self.sure = False
            self.drop(self.held.clear())
            return True
        return False

    def hold(self, outbounds: Sequence[tuple[Owed, Outbound]], in_turn: frozenset[int]) -> None:
        """These are claimed and ready: they go out at once, or as soon as the pace allows."""
        if self.silenced():
            return
        for owed, outbound in outbounds:
            self.mine.add(owed.id)
            self.busy |= chats_of([owed])
            if owed.chat_id is None:
                self._start(owed, outbound)
            else:
                self.held.add(owed, outbound, self._seconds(), in_turn=owed.id in in_turn)
        self.release()

    def release(self) -> None:
        """Start what is held and may go now; look again when the next of it may."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self.silenced():
            return
        while (one := self.held.next(self._seconds())) is not None:
            self._start(*one)
        wait = self.held.wait(self._seconds())
        if wait is not None and self.later is not None:
            self._alarm = self.later(max(wait, SOON_SECONDS), self.release)

    def drop(self, rows: list[Owed]) -> list[Owed]:
        """These are not sent after all, and ours no longer."""
        self.mine -= {owed.id for owed in rows}
        self.busy -= chats_of(rows)
        return rows

    def forget(self, results: Sequence[Result]) -> None:
        """These are committed; their chats may be spoken to again. Newer results stand behind them."""
        del self.results[: len(results)]
        self._let_go(results)

    def forget_all_but(self, rows: set[int]) -> list[Result]:
        """A commit that did not answer took place for the others: they are let go like committed ones."""
        recorded = [result for result in self.results if result.owed.id not in rows]
        if recorded:
            self.results = [result for result in self.results if result.owed.id in rows]
            self._let_go(recorded)
        return recorded

    async def back(self, seconds: float | None = None) -> None:
        """Until something of what is in flight has come back, or the time is up."""
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)

    async def gather(self, stopping: asyncio.Event) -> None:
        """Until half of what is in flight has come back, or a moment has passed in which something could
        be done: with everything in flight and nothing back there is nothing to write down or to claim."""
        self._enough = max(len(self.tasks) // 2, 1)
        while len(self.results) < self._enough and not stopping.is_set():
            await self._came_back.wait(GATHER_SECONDS)
            if self.results or len(self.tasks) < IN_FLIGHT:
                return

    async def cut_off(self) -> None:
        """Wait no longer for what is in flight: nobody here is sending it any more."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.mine = {result.owed.id for result in self.results}
        self.busy = chats_of(result.owed for result in self.results)

    def _start(self, owed: Owed, outbound: Outbound) -> None:
        group, amount = owed.chat_kind == "group", amount_of(outbound.what)
        flight = self._pace.begins(owed.chat_id, group, self._seconds(), amount)
        task = asyncio.create_task(self._deliver(owed, outbound, flight))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _deliver(self, owed: Owed, outbound: Outbound, flight: Flight | None) -> None:
        outcome: Sent | Exception
        if self.silenced():
            self._pace.ends(flight, self._seconds())
            self.drop([owed])
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
        self.results.append(Result(owed, outbound.what, outcome))
        if len(self.results) >= self._enough:
            self._came_back.ring()

    def _let_go(self, results: Sequence[Result]) -> None:
        self.busy -= chats_of(result.owed for result in results)
        self.mine -= {result.owed.id for result in results}
