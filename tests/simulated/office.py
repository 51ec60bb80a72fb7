"""The office: a frozen clock, the real house without its loops, and a calendar of what people mean to do."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.app import App, open_account, open_departments
from bot.gateways.contract import Gateway, Identity
from bot.pace import UNLIMITED
from handlers import staff
from handlers.calendar import BusinessCalendar
from handlers.effects import Effects
from handlers.house import House
from handlers.scene import Scene
from storage.department_group import DepartmentGroup
from storage.inbound import Sender
from storage.store import Store
from tests.simulated.channel import GONE, Channel
from tests.town.clock import StillClock

MOST_ROUNDS = 400


class Office:
    """One business: everything real but the channel and the time."""

    def __init__(self, store: Store, house: House, clock: StillClock, channel: Channel, app: App) -> None:
        self.store = store
        self.house = house
        self.clock = clock
        self.channel = channel
        self.app = app
        self.troubles: list[str] = []
        """What was logged as an error."""
        self._order = itertools.count()
        self._plans: list[tuple[datetime, int, Callable[[], None]]] = []

    @classmethod
    async def open(cls, store: Store, house: House, start: datetime) -> Office:
        """Open on a migrated database."""
        clock = StillClock(start)
        channel = Channel(clock.now, house.texts)
        account = await open_account(store, Identity("telegram", "700001", "bench", "Bench"))
        house.bot_username = "bench"
        await open_departments(store, house)
        office = cls(store, house, clock, channel, _app(store, house, clock, channel, account))
        await office.app.knowledge.open()
        return office

    @property
    def calendar(self) -> BusinessCalendar:
        """When people work here."""
        return BusinessCalendar(self.house.zone, self.house.hours.on)

    @property
    def now(self) -> datetime:
        """Business time."""
        return self.clock.now()

    @property
    def local(self) -> datetime:
        """The same by the wall clock of the business."""
        return self.now.astimezone(self.house.zone)

    async def cut_short(self, chance: random.Random) -> None:
        """The process dies in the middle of its work and another one starts, with nothing but the database.

        What was not confirmed is delivered again, as the channel would.
        """
        unconfirmed = list(self.channel.arrivals)
        work = asyncio.create_task(self.turn())
        for _ in range(chance.randrange(60)):
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        self.channel.arrivals = unconfirmed + self.channel.arrivals
        self.app = _app(self.store, self.house, self.clock, self.channel, self.app.account)
        await self.app.knowledge.open()
        await self.app.sender.rescue()

    def later(self, after: timedelta, act: Callable[[], None]) -> None:
        """Somebody means to do something then."""
        heapq.heappush(self._plans, (self.now + after, next(self._order), act))

    async def recruit(self, who: Sender, role: str, *departments: str) -> None:
        """Somebody comes in by invitation."""
        for department in departments or (None,):
            async with self.store.begin() as session:
                scene = Scene(session, self.now, self.house, Effects(self.now))
                token = await staff.invite(scene, role, department, None, self.now)
                await scene.effects.write(session)
            self.channel.says(who, f"/start i_{token}")
            await self.settle(lambda: None)

    async def bind(self, manager: Sender, group: str, department: str) -> None:
        """A manager makes a group a department's."""
        self.channel.brings(manager, group)
        self.channel.says(manager, f"/department {department}", group=group)
        await self.settle(lambda: None)
        async with self.store.read() as session:
            bound = await session.scalar(select(func.count()).select_from(DepartmentGroup))
        if not bound:
            raise AssertionError(f"{department} has no group")

    async def pass_time(self, by: timedelta, look: Callable[[], None]) -> None:
        """Let time pass and everything happen that is due then; `look` lets people read what they got."""
        self.clock.move(by)
        # What people did meanwhile comes before what is due by now.
        await self.settle(look)
        for _ in range(MOST_ROUNDS):
            due = await self._logged(self.app.ticker.tick)
            await self.settle(look)
            if not due and not self._due():
                return
        raise AssertionError("the clock's duties do not come to an end")

    async def settle(self, look: Callable[[], None]) -> None:
        """Let everything happen that is due at this instant, people's plans included."""
        for _ in range(MOST_ROUNDS):
            # First what has arrived: people act on what they see.
            done = await self._logged(self.turn)
            look()
            done += self._act()
            if not done and not self.channel.arrivals:
                return
        raise AssertionError("the office does not come to rest")

    async def turn(self) -> int:
        """One round of receiving, working and sending."""
        arrivals, self.channel.arrivals = self.channel.arrivals, []
        done = len(arrivals)
        if arrivals:
            await self.app.accept(arrivals)
        done += await self.app.worker.once()
        while True:
            claimed = await self.app.sender.cycle()
            done += claimed
            if not claimed and self.app.sender.idle:
                return done
            await self.app.sender.back()

    async def _logged(self, work: Callable[[], Any]) -> int:
        with capture_logs() as logs:
            done = await work()
        # That somebody has blocked the bot is no trouble of ours; what becomes of their matter is audited.
        bad = [
            one
            for one in logs
            if one["log_level"] in ("error", "critical", "warning") and one.get("detail") != GONE
        ]
        self.troubles += [f"{one['event']} {one.get('duty', one.get('problem', ''))}".strip() for one in bad]
        return int(done)

    def _due(self) -> bool:
        return bool(self._plans) and self._plans[0][0] <= self.now

    def _act(self) -> int:
        acted = 0
        while self._due():
            _, _, act = heapq.heappop(self._plans)
            act()
            acted += 1
        return acted


def _app(store: Store, house: House, clock: StillClock, channel: Channel, account: Any) -> App:
    return App(store, cast("Gateway", channel), house, account, clock=clock, limits=UNLIMITED)
