"""How people become staff: by a link that works once, and in no other way."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers import staff
from handlers.scene import Scene
from storage.follow_up import FollowUp
from storage.staff import Department, DepartmentMember, Invite, Staff, StaffRole
from tests.town.people import Person
from tests.town.town import Town

LINK = re.compile(r"https://t\.me/(\w+)\?start=(\S+)")
REFUSED = "can't be used"


async def in_service(town: Town) -> list[Staff]:
    """Everybody with rights."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Staff).where(Staff.left_at.is_(None)).order_by(Staff.id)))


async def enter(town: Town, person: Person, payload: str) -> None:
    """Open the bot by a link with a payload."""
    town.world.start(person.id, payload=payload)
    await town.settle()


def payload_in(text: str) -> str:
    """The payload of the link in a text."""
    found = LINK.search(text)
    assert found is not None
    return found.group(2)


async def test_manager_invites_an_agent_by_command(town: Town) -> None:
    """/invite agent consulting gives a link; who opens it is an agent there, and managers hear."""
    boss = await town.manager("Wang")
    await boss.says("/invite agent consulting")
    payload = payload_in(boss.last.text)
    assert payload.startswith("i_")
    assert len(payload) <= 64
    li = await town.customer("Li")
    await enter(town, li, payload)
    assert "Welcome to Ivy Lane Tutoring, Li" in li.last.text
    assert "(Consulting)" in li.last.text
    assert boss.last.text.startswith("Li has joined")
    _, agent = await in_service(town)
    assert agent.role is StaffRole.agent
    async with town.store.read() as session:
        key = await session.scalar(
            select(Department.key)
            .join(DepartmentMember, DepartmentMember.department_id == Department.id)
            .where(DepartmentMember.staff_id == agent.id)
        )
    assert key == "consulting"


async def test_invite_by_buttons(town: Town) -> None:
    """/invite alone offers the roles and departments."""
    boss = await town.manager("Wang")
    await boss.says("/invite")
    assert boss.last.buttons == ["Agent · Consulting", "Agent · Complaints", "Agent · Service", "manager"]
    await boss.presses("manager")
    chen = await town.customer("Chen")
    await enter(town, chen, payload_in(boss.last.text))
    assert [one.role for one in await in_service(town)] == [StaffRole.manager, StaffRole.manager]


async def test_link_works_once(town: Town) -> None:
    """A forwarded, used link helps nobody, and says no more than any wrong one."""
    boss = await town.manager("Wang")
    await boss.says("/invite agent consulting")
    payload = payload_in(boss.last.text)
    await enter(town, await town.customer("Li"), payload)
    thief = await town.customer("Thief")
    await enter(town, thief, payload)
    assert REFUSED in thief.last.text
    used = thief.last.text
    await enter(town, thief, "i_" + "A" * 43)
    assert thief.last.text == used
    assert len(await in_service(town)) == 2


async def test_link_expires(town: Town) -> None:
    """After its time a link is worth nothing."""
    boss = await town.manager("Wang")
    await boss.says("/invite manager")
    payload = payload_in(boss.last.text)
    await town.travel(hours=48)
    late = await town.customer("Late")
    await enter(town, late, payload)
    assert REFUSED in late.last.text
    assert len(await in_service(town)) == 1


async def test_own_link_is_not_used_up(town: Town) -> None:
    """A manager who opens their own link is told to forward it."""
    boss = await town.manager("Wang")
    await boss.says("/invite agent consulting")
    payload = payload_in(boss.last.text)
    await enter(town, boss, payload)
    assert "forward" in boss.last.text
    li = await town.customer("Li")
    await enter(town, li, payload)
    assert "Welcome" in li.last.text


async def test_only_managers_invite(town: Town) -> None:
    """Customers and agents get no links, whatever they type."""
    anna = await town.customer("Anna")
    li = await town.agent("Li", "consulting")
    for person in (anna, li):
        await person.says("/invite manager")
        assert person.last.text == "Only a manager can use this command."
    assert len(await in_service(town)) == 1


async def test_pressed_by_somebody_else(town: Town) -> None:
    """A manager's button in anybody else's hands does nothing: rights are checked at the press."""
    boss = await town.manager("Wang")
    await boss.says("/invite")
    other = await town.manager("Chen")
    await other.says("/dismiss")
    await other.presses("Wang")
    await other.presses("Yes, end")
    assert await boss.presses("manager") == "This button is not for you."


async def test_only_a_hash_is_kept(town: Town) -> None:
    """The token itself is nowhere in the database's invitations."""
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house)
        token = await staff.invite(scene, "manager", None, None, town.now)
        await scene.effects.write(session)
    async with town.store.read() as session:
        [kept] = await session.scalars(select(Invite.token_hash))
    assert token not in kept
    assert len(token) == 43


async def test_usage_is_explained(town: Town) -> None:
    """A mistyped command says how it is written."""
    boss = await town.manager("Wang")
    for wrong in ("/invite king", "/invite agent nowhere", "/invite agent consulting please"):
        await boss.says(wrong)
        assert "consulting (Consulting)" in boss.last.text


async def test_role_rises_and_never_falls(town: Town) -> None:
    """An agent may be made manager; a manager who takes an agent's link stays one."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    await boss.says("/invite manager")
    await enter(town, li, payload_in(boss.last.text))
    await boss.says("/invite agent complaints")
    await enter(town, li, payload_in(boss.last.text))
    roles = [one.role for one in await in_service(town)]
    assert roles == [StaffRole.manager, StaffRole.manager]


async def test_two_open_the_same_link_at_once(town: Town) -> None:
    """Of two who open a link in the same moment only one gets in."""
    boss = await town.manager("Wang")
    await boss.says("/invite agent consulting")
    payload = payload_in(boss.last.text)
    both = [await town.customer("Li"), await town.customer("Mei")]
    for person in both:
        town.world.start(person.id, payload=payload)
    await town.settle()
    assert sorted(REFUSED in person.last.text for person in both) == [False, True]
    assert len(await in_service(town)) == 2


async def test_staff_who_join_are_not_treated_as_new_customers(town: Town) -> None:
    """Nobody asks a new colleague how they are getting on as a customer."""
    await town.agent("Li", "consulting")
    async with town.store.read() as session:
        assert (await session.scalars(select(FollowUp))).all() == []
