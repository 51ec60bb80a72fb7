"""Heads and deputies are appointed in the chat."""

from __future__ import annotations

from sqlalchemy import select

from storage.event import Event
from storage.staff import DepartmentMember, MembershipRole
from tests.town.town import Town


async def roles(town: Town) -> list[MembershipRole]:
    """The roles in departments, in the order people joined."""
    async with town.store.read() as session:
        return list(await session.scalars(select(DepartmentMember.role).order_by(DepartmentMember.staff_id)))


async def test_a_manager_appoints_a_head(town: Town) -> None:
    """Department, member, role: three presses; the appointed hears of it and it is recorded."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    await boss.says("/heads")
    assert "Consulting: nobody yet" in boss.last.text
    await boss.presses("Consulting")
    await boss.presses("Li")
    await boss.presses("head")
    assert boss.last.text == "Li is head of Consulting now."
    assert "made you head of Consulting" in li.last.text
    assert await roles(town) == [MembershipRole.head]
    async with town.store.read() as session:
        assert await session.scalar(select(Event.id).where(Event.verb == "staff.appointed")) is not None


async def test_there_is_one_head(town: Town) -> None:
    """Who was head before becomes a deputy."""
    boss = await town.manager("Wang")
    for name in ("Li", "Mei"):
        await town.agent(name, "consulting")
        await boss.says("/heads")
        await boss.presses("Consulting")
        await boss.presses(name)
        await boss.presses("head")
    assert await roles(town) == [MembershipRole.deputy, MembershipRole.head]
    await boss.says("/heads")
    assert "Li (deputy), Mei (head)" in boss.last.text


async def test_agents_appoint_nobody(town: Town) -> None:
    """/heads is for managers."""
    li = await town.agent("Li", "consulting")
    await li.says("/heads")
    assert li.last.text == "Only a manager can use this command."


async def test_who_has_left_is_not_appointed(town: Town) -> None:
    """A button pressed after they went changes nothing."""
    boss = await town.manager("Wang")
    await town.agent("Li", "consulting")
    await boss.says("/heads")
    await boss.presses("Consulting")
    await boss.presses("Li")
    await boss.says("/dismiss")
    await boss.presses("Li", message=boss.last.message_id)
    await boss.presses("Yes, end")
    await boss.presses("head")
    assert "left already" in boss.last.text
