"""Who is there: /on, /off, pauses, and when somebody may be expected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import duty
from handlers.duty.coming_and_going import read_end
from handlers.effects import Effects
from handlers.scene import Scene
from storage.event import Event
from storage.exceptional_day import ExceptionalDay
from storage.person import Person
from storage.staff import Department, Staff
from tests.duty.test_offers import silent
from tests.town.clock import MONDAY_TEN
from tests.town.house import school
from tests.town.town import Town


async def there(town: Town, key: str = "complaints") -> list[int]:
    """The ids of who is on duty in a department."""
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        department = (await session.scalars(select(Department).where(Department.key == key))).one()
        return [one.id for one in await duty.on_duty(scene, department.id)]


async def expected(town: Town, key: str = "complaints") -> datetime | None:
    """When somebody may be expected in a department."""
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        department = (await session.scalars(select(Department).where(Department.key == key))).one()
        return await duty.opens_at(scene, department.id, town.now)


async def test_a_day_of_two_agents(town: Town) -> None:
    """Who said nothing is there in opening hours; pauses end by themselves; the rest ends with /on."""
    li = await town.agent("Li", "complaints")
    zhou = await town.agent("Zhou", "complaints")
    group = town.group("complaints")
    first, second = await there(town)
    assert await expected(town) == town.now

    await li.says("/off 30")
    assert "today, 10:30" in li.last.text
    assert await there(town) == [second]
    assert await expected(town) == town.now
    await zhou.says("/off", group=group)
    assert group.texts[-1] == "Zhou离岗了。"
    assert await there(town) == []
    assert await expected(town) == town.now + timedelta(minutes=30)
    await li.says("/off")
    assert "until you write /on" in li.last.text
    assert await expected(town) is None, "everybody went without a word of when"
    await li.says("/off 2 weeks and a bit")
    assert li.last.text.startswith("For how long?")
    await li.says("/off 11:00")
    assert await expected(town) == MONDAY_TEN + timedelta(hours=1)

    await town.travel(minutes=60)
    assert li.last.text.startswith("Your pause is over")
    assert await there(town) == [first]
    said = len(li.texts)
    await town.travel(seconds=5)
    assert len(li.texts) == said, "once is enough"
    await zhou.says("/on", group=group)
    assert group.texts[-1] == "Zhou在岗了。"
    assert await there(town) == [first, second]

    await town.travel(hours=8)
    assert await there(town) == []
    assert await expected(town) == datetime(2026, 11, 24, 1, tzinfo=UTC)
    await li.says("/off")
    assert await expected(town) == datetime(2026, 11, 24, 1, tzinfo=UTC)
    await li.says("/on")
    assert "as soon as we open: tomorrow, 24 November, 09:00" in li.last.text

    await li.says("/off 9 h")
    await town.travel(hours=9)
    assert li.last.text.startswith("Your pause is over")
    assert silent(town, li, li.last), "in the night"
    await town.travel(hours=4)

    async with town.store.begin() as session:
        person = (await session.scalars(select(Person))).first()
        assert person is not None
        department = (await session.scalars(select(Department).where(Department.key == "complaints"))).one()
        department.week = [[]] * 2 + [[[600, 660]]] + [[]] * 4
        session.add(
            ExceptionalDay(
                first_day=datetime(2026, 11, 25).date(),
                last_day=datetime(2026, 11, 25).date(),
                intervals=[[840, 900]],
                created_by=person.id,
                created_at=town.now,
            )
        )
    assert await expected(town) == datetime(2026, 11, 25, 6, tzinfo=UTC), "its own week, and the day apart"
    async with town.store.read() as session:
        verbs = [one.verb for one in await session.scalars(select(Event).order_by(Event.id))]
    assert verbs.count("staff.off_duty") == 6
    assert verbs.count("staff.on_duty") == 4


async def test_customers_are_no_staff(town: Town) -> None:
    """A customer who writes /off hears that it is not for them, and nothing changes."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/off")
    assert "for colleagues" in anna.last.text
    async with town.store.read() as session:
        assert (await session.scalars(select(Staff.off_since))).all() == [None]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("30", 30),
        ("2 h", 120),
        ("2小时", 120),
        ("14:00", 240),
        ("until 14：00", 240),
        ("到9:00", 23 * 60),
        ("0", None),
        ("25:00", None),
        ("soon", None),
        ("40 days", None),
    ],
)
def test_ends_as_people_write_them(typed: str, minutes: int | None) -> None:
    """Minutes, a length of time or a time of day; what is none is not guessed at."""
    scene = Scene.__new__(Scene)
    scene.house = school()
    end = read_end(typed, MONDAY_TEN, scene)
    assert end == (None if minutes is None else MONDAY_TEN + timedelta(minutes=minutes))
