"""One working day and the next morning: a rush of customers, agents who come and go, kills in between."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from handlers.house import House
from storage.case import Case, CaseState
from storage.event import Event
from storage.person import Identity
from storage.staff import Staff
from storage.store import Store
from tests.simulated.customers import Habits
from tests.simulated.findings import Findings
from tests.simulated.play import Cast, Play
from tests.simulated.staff import Manner
from tests.simulated.staging import school_house

MIDNIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""Of Tuesday, 24 November 2026, in Shanghai."""
STEP = timedelta(minutes=15)
JUST_NOW = timedelta(hours=3)
"""What came up so late is answered later."""
DEPARTMENTS = ("consulting", "complaints", "service")
CALM = Habits(hurries=0.05, withdraws=0.02, writes_again=0.1)
NAMES = ("Lin", "Sun", "Zhao", "Gao", "Ma", "Xu", "He", "Tang", "Chen", "Zhou", "Wu", "Fang")


@dataclass
class OneDay:
    """What came of it."""

    cases: int
    waits: list[timedelta]
    unanswered: list[int]
    loads: list[tuple[str, int, int, int]]
    """Agent, cases taken, replies, most open at once."""
    audits: list[Findings]

    def wait(self, share: float) -> timedelta:
        """How long so many of the customers waited at most for a person's first words."""
        if not self.waits:
            return timedelta(0)
        return sorted(self.waits)[min(int(len(self.waits) * share), len(self.waits) - 1)]

    @classmethod
    async def play(
        cls,
        store: Store,
        *,
        customers: int,
        agents: int,
        kills: int,
        leavers: int,
        seed: int,
        step: timedelta = STEP,
    ) -> OneDay:
        """Customers come from 8:30 to 17:00; by the next noon everybody must have been answered."""
        cast = Cast(
            agents={
                NAMES[number]: (
                    (DEPARTMENTS[number % 3],),
                    Manner(share=0.9, breaks=0.05, days_until_done=0.05, grabs=0.15),
                )
                for number in range(agents)
            },
            customers=customers,
            habits=CALM,
        )
        play = await Play.open(
            store, _balanced(), cast, start=MIDNIGHT + timedelta(hours=8, minutes=30), seed=seed
        )
        for customer in play.customers:
            play.office.later(timedelta(hours=8.5) * play.chance.random(), customer.comes)
        play.audits.clear()
        steps = int(timedelta(hours=27, minutes=30) / step)
        cuts = set(play.chance.sample(range(1, int(timedelta(hours=9) / step)), kills))
        goes = {int(timedelta(hours=3 + 2 * number) / step): number for number in range(leavers)}
        for number in range(steps):
            if number in cuts:
                await play.office.cut_short(play.chance)
            if number in goes:
                play.desks.dismiss(play.desks.agents[goes[number]])
            await play.step(step)
            if number % 8 == 7:
                await play.audit()
        return await _summary(play)


def _balanced() -> House:
    """The school, open every working day until six, whose cases are given to one agent after another."""
    house = school_house()
    house.departments = tuple(replace(plan, assignment="balanced") for plan in house.departments)
    return house


async def _summary(play: Play) -> OneDay:
    async with play.office.store.read() as session:
        cases = (await session.scalars(select(Case))).all()
        first = {
            row[0]: row[1]
            for row in await session.execute(
                select(Event.case_id, Event.at).where(Event.verb == "case.answered").order_by(Event.id.desc())
            )
        }
        taken = Counter(
            await session.scalars(
                select(Identity.external_id)
                .join(Staff, Staff.person_id == Identity.person_id)
                .join(Case, Case.first_taker_id == Staff.id)
            )
        )
    return OneDay(
        cases=len(cases),
        waits=[first[case.id] - case.created_at for case in cases if case.id in first],
        unanswered=[
            case.id
            for case in cases
            if case.id not in first
            and case.state is not CaseState.closed
            and case.created_at < play.office.now - JUST_NOW
        ],
        loads=[
            (agent.who.name, taken[agent.who.id], agent.replies, agent.most_open)
            for agent in play.desks.agents
        ],
        audits=play.audits,
    )
