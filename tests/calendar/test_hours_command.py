"""/hours: everybody may ask when somebody is there, managers set days apart."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.calendar.opening import calendar_of
from handlers.effects import Effects
from handlers.scene import Scene
from storage.exceptional_day import ExceptionalDay
from storage.staff import Department
from tests.desk.cases import complaint
from tests.town.town import Town


async def open_on(town: Town, department: str | None = None, **ahead: float) -> bool:
    """Whether a department (or the business) works at an instant from now."""
    async with town.store.read() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        found = await session.scalar(select(Department.id).where(Department.key == department))
        return (await calendar_of(scene, found)).open_at(town.now + timedelta(**ahead))


async def test_anybody_may_ask(town: Town) -> None:
    """Who asks hears whether somebody is there now, and the coming week."""
    anna = await town.customer("Anna")
    bo = await town.customer("小波", language_code="zh-hans")
    await anna.says("/hours")
    assert "We are here until today, 18:00" in anna.last.text
    assert "Sat 28 Nov  closed" in anna.last.text
    assert anna.last.buttons == []
    await town.travel(hours=9)
    await bo.says("/hours")
    assert "我们现在不在岗，明天（11月24日）09:00回来" in bo.last.text
    assert "11月28日周六  休息" in bo.last.text


async def test_managers_close_a_day_and_take_it_back(town: Town) -> None:
    """A day set apart is told with its words, counts in business time, and can be taken back once."""
    boss = await town.manager("Wang")
    anna = await town.customer("Anna")
    await boss.says("/hours 2026-11-24 closed Stocktaking")
    assert "Tue 24 Nov: closed" in boss.last.text
    await anna.says("/hours")
    assert "Tue 24 Nov  closed · Stocktaking" in anna.last.text
    assert not await open_on(town, days=1)
    await boss.says("/hours")
    assert "• Tue 24 Nov · closed · Stocktaking" in boss.last.text
    assert await boss.presses("Take back: Tue 24 Nov") == "Taken back"
    assert await open_on(town, days=1)
    assert "already" in await boss.presses("Take back: Tue 24 Nov")
    await anna.says("/hours")
    assert "Stocktaking" not in anna.last.text


async def test_a_department_may_differ(town: Town) -> None:
    """Longer hours of one department leave the others alone, and its own row goes over the business's."""
    boss = await town.manager("Wang", language_code="zh-hans")
    await boss.says("/hours service 2026-11-28..2026-11-29 10:00-12:00，13:00-15:00 周末加班")
    assert "10:00–12:00, 13:00–15:00 有人" in boss.last.text
    assert await open_on(town, "service", days=5)
    assert not await open_on(town, "service", days=5, hours=2)
    assert not await open_on(town, "complaints", days=5)
    await boss.says("/hours 2026-11-28 休息")
    assert await open_on(town, "service", days=5)


async def test_promises_made_before_stand(town: Town) -> None:
    """Who closes a day hears how many customers were promised to hear from us on it."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    await boss.says("/hours 2026-11-24 10:00-12:00")
    assert "only 10:00–12:00. One customer was promised" in boss.last.text
    await boss.says("/hours service 2026-11-24 closed")
    assert "Promised to customers for those days: 0" in boss.last.text


async def test_what_cannot_be_is_said(town: Town) -> None:
    """A slip of the pen, days gone by, and people who are no managers: each hears why nothing was done."""
    boss = await town.manager("Wang")
    anna = await town.customer("Anna")
    for slip in ("2026-13-40 closed", "tomorrow closed", "2026-11-24 18:00-09:00", "2026-11-24", "x"):
        await boss.says(f"/hours {slip}")
        assert "did not understand" in boss.last.text
    await boss.says("/hours 2026-11-26..2026-11-24 closed")
    assert "did not understand" in boss.last.text
    await boss.says("/hours 2026-11-20 closed")
    assert "over already" in boss.last.text
    await anna.says("/hours 2026-11-24 closed")
    assert "closed" not in anna.last.text
    async with town.store.read() as session:
        assert (await session.scalars(select(ExceptionalDay))).all() == []
