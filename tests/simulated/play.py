"""A play of some weeks: customers come, agents work, time goes by, and every evening there is an audit."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from handlers.house import House
from storage.inbound import Sender
from storage.store import Store
from tests.simulated.audit import audit
from tests.simulated.customers import Customer, Habits
from tests.simulated.findings import Findings
from tests.simulated.office import Office
from tests.simulated.staff import Agent, Desks, Manner

MANAGER = Sender(id="900000", name="Wang Lei", username="wang", language="en")
OPENS, CLOSES = time(7, 0), time(22, 0)
"""Outside these, time goes in long steps: little happens at night."""
NIGHT_STEP = timedelta(hours=9)


@dataclass
class Cast:
    """Who plays: agents by name, each with departments and a manner, and how many customers there are."""

    agents: Mapping[str, tuple[tuple[str, ...], Manner]]
    customers: int
    habits: Habits = field(default_factory=Habits)


class Play:
    """One run, wholly decided by its seed."""

    def __init__(self, office: Office, cast: Cast, seed: int) -> None:
        self.office = office
        self.chance = random.Random(seed)
        self.cast = cast
        self.groups = {
            plan.key: f"-{1000 + number}" for number, plan in enumerate(office.house.departments, start=1)
        }
        self.desks = Desks(office, self.chance, self.groups, MANAGER)
        self.customers = [
            Customer(office, number, self.chance, cast.habits) for number in range(cast.customers)
        ]
        self._by_id = {one.who.id: one for one in self.customers}
        self._staff_chats = {MANAGER.id}
        self.audits: list[Findings] = []
        self.silent: list[str] = []
        """Customers who wrote and saw nothing happen."""
        self._unheard: dict[str, int] = {}

    @classmethod
    async def open(cls, store: Store, house: House, cast: Cast, *, start: datetime, seed: int) -> Play:
        """Everybody is at their place, nobody has come yet."""
        house.default_language = "en"
        play = cls(await Office.open(store, house, start), cast, seed)
        await play.office.recruit(MANAGER, "manager")
        for key, group in play.groups.items():
            await play.office.bind(MANAGER, group, key)
        for number, (name, (departments, manner)) in enumerate(cast.agents.items()):
            who = Sender(
                id=str(800_000 + number), name=name, username=name.lower().replace(" ", "_"), language="en"
            )
            await play.office.recruit(who, "agent", *departments)
            play.desks.agents.append(Agent(who, departments, manner))
            play._staff_chats.add(who.id)
        play.office.channel.take_heard()
        return play

    def look(self) -> None:
        """Everybody reads what came."""
        for one in self.office.channel.take_heard():
            customer = self._by_id.get(one.chat)
            if customer is not None:
                customer.reads(one)
            elif one.chat.startswith("-") or one.chat in self._staff_chats:
                self.desks.reads(one)

    def someone_comes(self, within: timedelta, kind: str | None = None) -> None:
        """A customer turns up at some moment of the coming time."""
        customer = self.chance.choice(self.customers)
        self.office.later(within * self.chance.random(), lambda: customer.comes(kind))

    async def step(self, by: timedelta) -> None:
        """Some time passes; whoever is at work does something about it."""
        spoken = self.office.channel.spoken_to
        before = {one.who.id: (one.wrote, spoken[one.who.id]) for one in self.customers}
        await self.office.pass_time(by, self.look)
        await self.desks.work(self.open_departments())
        await self.office.settle(self.look)
        # What may be one thought in several messages is answered once its writer pauses: in the next step.
        gone = self.office.channel.gone
        self.silent += [
            one for one, count in self._unheard.items() if spoken[one] == count and one not in gone
        ]
        self._unheard = {
            one.who.id: before[one.who.id][1]
            for one in self.customers
            if one.wrote > before[one.who.id][0] and spoken[one.who.id] == before[one.who.id][1]
        }

    def open_departments(self) -> dict[str, bool]:
        """Which departments work at this moment, by the settings."""
        local = self.office.local
        minute = local.hour * 60 + local.minute
        house = self.office.house
        return {
            plan.key: any(
                interval.start <= minute < interval.end
                for interval in (plan.hours or house.hours).on(local.date())
            )
            for plan in house.departments
        }

    async def day(self, arrivals: int, step: timedelta) -> Findings:
        """A whole day from midnight on, with so many customers, and an audit at its end."""
        house = self.office.house
        opens = datetime.combine(self.office.local.date(), OPENS, tzinfo=house.zone)
        closes = datetime.combine(self.office.local.date(), CLOSES, tzinfo=house.zone)
        ends = datetime.combine(self.office.local.date() + timedelta(days=1), time(), tzinfo=house.zone)
        for _ in range(arrivals):
            hour = timedelta(hours=self.chance.triangular(7.5, 21.5, 11))
            at = datetime.combine(self.office.local.date(), time(), tzinfo=house.zone) + hour
            customer = self.chance.choice(self.customers)
            self.office.later(max(at - self.office.now, timedelta(0)), customer.comes)
        while self.office.now < ends - timedelta(minutes=1):
            by_day = opens <= self.office.now < closes
            length = step if by_day else NIGHT_STEP
            until = closes if by_day else opens if self.office.now < opens else ends - timedelta(seconds=1)
            await self.step(min(length, until - self.office.now))
        return await self.audit()

    async def audit(self) -> Findings:
        """Look at everything, once the clock has looked at what was done last."""
        await self.office.pass_time(timedelta(seconds=1), self.look)
        found = await audit(self.office, self.silent)
        self.office.troubles.clear()
        self.silent.clear()
        self.audits.append(found)
        return found
