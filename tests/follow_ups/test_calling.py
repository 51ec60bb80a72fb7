"""Where the bot reached nobody, people are asked to ring until one of them has."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from handlers.calendar.terms import Term, Unit
from handlers.rules import FollowUpRules, Rules
from storage.case import CaseState
from storage.staff import Staff
from tests.desk.cases import complaint_resolved, newest, the_case
from tests.pleas.test_pleas import make_head
from tests.town.people import Group
from tests.town.town import Town


def requests(group: Group) -> list[str]:
    """The requests to ring that stand in a group."""
    return [text for text in group.texts if "请打电话回访" in text]


async def test_nobody_has_rung_so_they_are_asked_again(town: Town) -> None:
    """The request comes up again in working hours until a result is recorded, and climbs; then never more."""
    boss = await town.manager("Wang")
    anna, li, group = await complaint_resolved(town)
    head = await town.agent("Zhao", "complaints")
    await make_head(town, "Zhao")
    town.world.block(anna.id)
    await town.settle()
    await town.travel(hours=2)
    assert len(requests(group)) == 1
    await town.travel(hours=20)
    assert len(requests(group)) == 1
    await town.travel(hours=4)
    assert len(requests(group)) == 2
    assert "was to be rung" in head.last.text
    assert "With: Li" in head.last.text
    await town.travel(days=1)
    assert len(requests(group)) == 3
    assert any("was to be rung" in text for text in boss.texts)
    assert sum("was to be rung" in text for text in (*head.texts, *boss.texts)) == 2
    await li.presses("联系不上", topic=newest(group))
    assert (await the_case(town)).state is CaseState.closed
    await town.travel(days=3)
    assert len(requests(group)) == 3


async def test_nobody_is_asked_again_at_night(town: Town) -> None:
    """A request that would be due at night waits for the morning."""
    night = FollowUpRules(call_again_after=Term(timedelta(hours=10), Unit.calendar))
    town.house.rules = Rules(follow_ups=night)
    anna, _, group = await complaint_resolved(town)
    town.world.block(anna.id)
    await town.settle()
    await town.travel(hours=2)
    await town.travel(hours=10)
    assert len(requests(group)) == 1
    await town.travel(hours=12)
    assert len(requests(group)) == 2


async def test_who_has_left_is_not_asked_to_ring(town: Town) -> None:
    """The request names no owner who works here no more, and the customer's /status speaks of no visit."""
    anna, _, group = await complaint_resolved(town)
    async with town.store.begin() as session:
        await session.execute(update(Staff).values(left_at=town.now))
    for hours in (2, 26, 26, 26):
        await town.travel(hours=hours)
    assert requests(group)
    assert not any("Li" in text for text in requests(group))
    await anna.says("/status")
    assert "Please tell us whether all is well" in anna.last.text
