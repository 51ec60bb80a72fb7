"""A group becomes a department's with one press; a group that nobody vouches for is left."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.staff import Department
from tests.town.people import Group
from tests.town.town import Town


async def group_of(town: Town, department: str) -> str | None:
    """The group that a department works in."""
    async with town.store.read() as session:
        found: str | None = await session.scalar(
            select(Chat.external_id)
            .join(DepartmentGroup, DepartmentGroup.chat_id == Chat.id)
            .join(Department, Department.id == DepartmentGroup.department_id)
            .where(Department.key == department)
        )
        return found


def is_in(town: Town, group: Group) -> bool:
    """Whether the bot is still a member of a group."""
    chat = next(one for one in town.world.chats() if one["id"] == group.id)
    me = next(
        member for member in chat["members"] if str(member["user"]["id"]) == town.app.account.external_id
    )
    return me["status"] not in ("left", "kicked")


async def test_one_button_makes_a_group_a_department(town: Town) -> None:
    """Added by a manager it says which rights it needs, and one press binds the group."""
    boss = await town.manager("Wang")
    group = Group(town, town.world.group("New desk", members=[boss.id]))
    await town.settle()
    assert "管理话题" in group.texts[0]
    assert "置顶消息" in group.texts[0]
    await boss.presses("咨询组", group=group)
    assert await group_of(town, "consulting") == str(group.id)
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    assert len(group.topics) == 1


async def test_departments_without_a_group_are_offered_first(town: Town) -> None:
    """The second group may also be a further one of the department that has one."""
    boss = await town.manager("Wang")
    await town.open_group("consulting")
    group = Group(town, town.world.group("Second desk", members=[boss.id]))
    await town.settle()
    assert group.seen[-1].buttons == ["这是投诉组的群", "这是服务组的群", "给咨询组再加这个群"]


async def test_only_a_manager_makes_a_department(town: Town) -> None:
    """An agent may bring the bot into a group, but not say whose it is."""
    await town.manager("Wang")
    li = await town.agent("Li", "service")
    group = Group(town, town.world.group("New desk", members=[li.id]))
    await town.settle()
    assert await li.presses("咨询组", group=group)
    assert await group_of(town, "consulting") is None
    assert is_in(town, group)


async def test_an_unknown_group_is_left_with_a_word(town: Town) -> None:
    """Brought in by a stranger it says why it goes, goes, and the managers hear of it once."""
    boss = await town.manager("Wang")
    eve = await town.customer("Eve")
    group = Group(town, town.world.group("Crypto club", members=[eve.id]))
    await town.settle()
    assert "先退出了" in group.texts[-1]
    assert not is_in(town, group)
    assert sum("Crypto club" in text for text in boss.texts) == 1


@pytest.mark.parametrize("again", [False, True])
async def test_a_stranger_who_tries_again_gets_the_same(town: Town, again: bool) -> None:
    """Left once, it may be brought in by a manager later; a stranger does not get further."""
    boss = await town.manager("Wang")
    eve = await town.customer("Eve")
    group = Group(town, town.world.group("Desk", members=[eve.id, boss.id]))
    await town.settle()
    town.world.join(town.app.account.external_id, group.id, by=eve.id if again else boss.id)
    await town.settle()
    assert is_in(town, group) is not again


async def test_the_first_group_may_come_before_the_first_manager(town: Town) -> None:
    """While there is no manager yet nobody is a stranger: the bot stays and waits for one."""
    owner = await town.customer("Owner")
    group = Group(town, town.world.group("Desk", members=[owner.id]))
    await town.settle()
    assert is_in(town, group)
    assert "/department" in group.texts[0]
