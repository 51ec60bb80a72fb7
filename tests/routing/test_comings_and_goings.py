"""Blocked and unblocked, added and removed, moved; and what cannot be read."""

from __future__ import annotations

from sqlalchemy import select

from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.staff import Department
from tests.town.people import Group
from tests.town.town import Town


async def chat_of(town: Town, external_id: int) -> Chat:
    """The row of a chat."""
    async with town.store.read() as session:
        found = await session.scalar(select(Chat).where(Chat.external_id == str(external_id)))
        assert found is not None
        return found


async def test_blocked_and_unblocked(town: Town) -> None:
    """Who blocks the bot is known to be out of reach, until they let it in again."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    town.world.block(anna.id)
    await town.settle()
    assert (await chat_of(town, anna.id)).unreachable == "blocked"
    town.world.unblock(anna.id)
    await town.settle()
    assert (await chat_of(town, anna.id)).unreachable is None


async def test_added_to_a_group_it_says_once_who_may_bind_it(town: Town) -> None:
    """A new group hears once what to do, and the managers hear of the group."""
    boss = await town.manager("Wang")
    group = Group(town, town.world.group("New desk", forum=True, members=[boss.id]))
    await town.settle()
    assert len(group.texts) == 1
    assert "/department" in group.texts[0]
    assert 'the group "New desk"' in boss.last.text
    told = len(boss.texts)
    town.world.promote(town.app.account.external_id, group.id)
    await town.settle()
    assert len(group.texts) == 1
    assert len(boss.texts) == told


async def test_removed_from_a_working_group_managers_are_told(town: Town) -> None:
    """When a department loses its group, managers hear which, and what to do."""
    boss = await town.manager("Wang")
    await town.agent("Li", "consulting")
    group = town.group("consulting")
    town.world.kick(town.app.account.external_id, group.id)
    await town.settle()
    assert "Consulting" in boss.last.text
    assert "add me again" in boss.last.text
    assert (await chat_of(town, group.id)).unreachable == "kicked"


async def test_group_that_moves_keeps_its_department(town: Town) -> None:
    """A group that became a supergroup is still the department's, under its new id."""
    boss = await town.manager("Wang")
    group = Group(town, town.world.group("Desk", kind="group", members=[boss.id]))
    await town.settle()
    await boss.says("/department service", group=group)
    new = town.world.migrate(group.id)
    await town.settle()
    async with town.store.read() as session:
        bound = await session.scalar(
            select(Chat.external_id)
            .join(DepartmentGroup, DepartmentGroup.chat_id == Chat.id)
            .join(Department, Department.id == DepartmentGroup.department_id)
            .where(Department.key == "service")
        )
    assert bound == str(new)


async def test_unsupported_messages_are_answered(town: Town) -> None:
    """A kind of message we cannot take is not met with silence."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.sends(raw={"game": {"title": "Chess", "description": "", "photo": []}})
    assert "can't receive this kind" in anna.last.text


async def test_talk_in_groups_is_not_answered(town: Town) -> None:
    """In groups the bot minds its own business."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    group = town.group("consulting")
    town.world.join(anna.id, group.id)
    before = len(group.texts)
    for said in ("hello", "complaint", "/menu", "/help@another_bot", "What subjects do you teach?"):
        await anna.says(said, group=group)
    await li.says("talk to a human", group=group)
    assert len(group.texts) == before + 6


async def test_staff_command_in_a_group_is_pointed_to_private(town: Town) -> None:
    """A manager who types /invite in a group hears where it works, and no link is shown."""
    boss = await town.manager("Wang")
    await town.agent("Li", "consulting")
    group = town.group("consulting")
    town.world.join(boss.id, group.id)
    await boss.says("/invite manager", group=group)
    assert group.texts[-1] == "这个命令请在和我的私聊里用。"
