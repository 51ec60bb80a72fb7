"""Which group is whose."""

from __future__ import annotations

from sqlalchemy import select

from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.staff import Department
from tests.town.people import Group, Person
from tests.town.town import Town


def new_group(town: Town, title: str, *people: Person, forum: bool = True) -> Group:
    """A group with the bot in it that belongs to no department yet."""
    return Group(town, town.world.group(title, forum=forum, members=[person.id for person in people]))


async def bound(town: Town, key: str) -> str | None:
    """The id of a department's group."""
    async with town.store.read() as session:
        found: str | None = await session.scalar(
            select(Chat.external_id)
            .join(DepartmentGroup, DepartmentGroup.chat_id == Chat.id)
            .join(Department, Department.id == DepartmentGroup.department_id)
            .where(Department.key == key)
        )
        return found


async def test_manager_binds_a_group(town: Town) -> None:
    """/department with a key, typed by a manager in the group, makes it the department's."""
    boss = await town.manager("Wang")
    group = new_group(town, "Consulting desk", boss)
    await town.settle()
    await boss.says("/department consulting", group=group)
    assert await bound(town, "consulting") == str(group.id)
    assert "「咨询组」的工作群" in group.texts[-1]
    assert "管理话题" in group.texts[-1]
    assert 'in the group "Consulting desk" now' in boss.last.text


async def test_binding_by_button(town: Town) -> None:
    """/department alone offers the departments; only a manager's press counts."""
    boss = await town.manager("Wang")
    anna = await town.customer("Anna")
    await anna.says("/start")
    group = new_group(town, "Desk", boss, anna)
    await town.settle()
    await boss.says("/department", group=group)
    assert await anna.presses("投诉组", group=group) == "This button is not for you."
    assert await bound(town, "complaints") is None
    await boss.presses("投诉组", group=group)
    assert await bound(town, "complaints") == str(group.id)


async def test_nobody_else_binds(town: Town) -> None:
    """A customer or an agent in the group cannot bind it."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    group = new_group(town, "Desk", li, anna)
    await town.settle()
    for person in (li, anna):
        await person.says("/department complaints", group=group)
        assert "只有主管" in group.texts[-1]
    assert await bound(town, "complaints") is None


async def test_group_without_topics_is_told_how_it_works(town: Town) -> None:
    """A plain group is bound too, and hears what it lacks."""
    boss = await town.manager("Wang")
    group = new_group(town, "Plain", boss, forum=False)
    await town.settle()
    await boss.says("/department service", group=group)
    assert await bound(town, "service") == str(group.id)
    assert "没有开启「话题」" in group.texts[-1]


async def test_unknown_department(town: Town) -> None:
    """A wrong key is answered with the right ones."""
    boss = await town.manager("Wang")
    group = new_group(town, "Desk", boss)
    await town.settle()
    await boss.says("/department kitchen", group=group)
    assert "consulting (咨询组)" in group.texts[-1]


async def test_open_cases_come_to_the_new_group(town: Town) -> None:
    """What customers asked before there was a group is waiting for it."""
    boss = await town.manager("Wang")
    anna = await town.customer("Anna")
    await anna.says("human")
    group = new_group(town, "Desk", boss)
    await town.settle()
    await boss.says("/department consulting", group=group)
    assert len(group.topics) == 1


async def test_not_bound_in_private(town: Town) -> None:
    """In private /department shows a department; a group is bound in the group."""
    boss = await town.manager("Wang")
    await boss.says("/department consulting")
    assert boss.last.text.startswith("🏢 Consulting (consulting)")
