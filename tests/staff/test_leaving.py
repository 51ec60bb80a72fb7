"""Who is here, and how rights end."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select, update

from storage.case import Case, CaseState
from storage.person import Customer
from storage.promise import Promise, PromiseState
from storage.staff import Staff, StaffRole
from tests.desk.cases import complaint
from tests.town.town import Town


async def test_team_lists_everybody(town: Town) -> None:
    """/team names everybody with role and department, for managers only."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting", "complaints")
    await boss.says("/team")
    assert "Wang, manager" in boss.last.text
    assert "Li, agent (Consulting, Complaints)" in boss.last.text
    await li.says("/team")
    assert li.last.text == "Only a manager can use this command."


async def test_dismissed_loses_every_right_at_once(town: Town) -> None:
    """After a confirmed dismissal the person is told, and is a customer like any other."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    await boss.says("/dismiss")
    assert boss.last.buttons == ["Li"]
    await boss.presses("Li")
    await boss.presses("No, keep")
    await li.says("/help")
    assert "topic" in li.last.text
    await boss.says("/dismiss")
    await boss.presses("Li")
    await boss.presses("Yes, end")
    assert "no unfinished cases" in boss.last.text
    assert "ended your staff rights" in li.last.text
    await li.says("/help")
    assert "/complaint" in li.last.text


@pytest.mark.parametrize(
    ("language", "yes", "told", "customer"),
    [
        ("en", "Yes, end", "no head was there for these", "Another colleague takes over"),
        ("zh", "确定收回", "没有组长可以接", "换另一位同事来处理"),
    ],
)
async def test_without_head_or_choice_the_manager_has_their_cases(
    town: Town, language: str, yes: str, told: str, customer: str
) -> None:
    """Nothing is left without an owner, nor with a leaver as first taker: every manager hears which cases."""
    boss = await town.manager("Wang", language_code=language)
    other = await town.manager("Chen", language_code=language)
    li = await town.agent("Li", "consulting")
    mei = await town.agent("Mei", "consulting")
    anna = await town.customer("Anna", language_code=language)
    await anna.says("human")
    topic = town.group("consulting").topics[0]
    await li.presses("我来处理", topic=topic)
    before = await _promise(town)
    await boss.says("/dismiss")
    await boss.presses("Li")
    await boss.presses(yes)
    async with town.store.read() as session:
        [case] = await session.scalars(select(Case))
        managers = await session.scalars(select(Staff.id).where(Staff.role == StaffRole.manager))
        first_manager = min(managers)
    assert (case.owner_id, case.first_taker_id) == (first_manager, first_manager)
    assert case.state is CaseState.taken
    for manager in (boss, other):
        assert any(told in text and case.number in text and "Wang" in text for text in manager.texts)
    assert customer in anna.last.text
    assert await _promise(town) == before
    await boss.presses("转交", topic=topic)
    await boss.presses("Mei", topic=topic)
    await boss.presses("没法继续", topic=topic)
    await mei.says("I go on with it", topic=topic)
    assert anna.last.text == "I go on with it"


async def _promise(town: Town) -> tuple[datetime, PromiseState]:
    async with town.store.read() as session:
        one = (await session.scalars(select(Promise))).one()
    return one.due_at, one.state


async def test_nobody_to_dismiss(town: Town) -> None:
    """A manager cannot end their own rights."""
    boss = await town.manager("Wang")
    await boss.says("/dismiss")
    assert boss.last.text == "There is nobody but you."


async def test_everything_is_handed_to_one_colleague(town: Town) -> None:
    """One command gives all open cases to a colleague; both sides hear, and nothing is ownerless."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    mei = await town.agent("Mei", "consulting")
    anna, bob = await town.customer("Anna"), await town.customer("Bob")
    group = town.group("consulting")
    for customer in (anna, bob):
        await customer.says("human")
        await li.presses("我来处理", topic=group.topics[-1])
        await li.says("Hello", topic=group.topics[-1])
    await li.presses("已处理", topic=group.topics[0])
    async with town.store.begin() as session:
        await session.execute(
            update(Customer).values(account_manager_id=select(func.max(Case.owner_id)).scalar_subquery())
        )
    await boss.says("/dismiss")
    await boss.presses("Li", message=boss.last.message_id)
    assert "2 open cases" in boss.last.text
    await boss.presses("Mei goes on")
    assert "customers of Li have Mei as account manager now" in boss.texts[-2]
    assert "客户经理：Mei" in group.topics[1].card.text
    assert "2 open cases are with Mei now" in boss.last.text
    assert "Li has left. 2 open cases" in mei.last.text
    assert "Mei now looks after" in bob.last.text
    assert not any("Mei" in text for text in anna.texts)
    async with town.store.read() as session:
        owners = (await session.scalars(select(Case.owner_id))).all()
        firsts = (await session.scalars(select(Case.first_taker_id))).all()
    assert len(set(owners)) == len(set(firsts)) == 1
    assert None not in (*owners, *firsts)
    await mei.says("Mei here", topic=group.topics[1])
    assert bob.last.text == "Mei here"


async def test_without_a_choice_the_head_goes_on(town: Town) -> None:
    """Where a department has a head, nothing waits to be taken again."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    mei = await town.agent("Mei", "consulting")
    await boss.says("/heads")
    await boss.presses("Consulting")
    await boss.presses("Mei")
    await boss.presses("head")
    anna = await town.customer("Anna")
    await anna.says("human")
    await li.presses("我来处理", topic=town.group("consulting").topics[0])
    await boss.says("/dismiss")
    await boss.presses("Li", message=boss.last.message_id)
    await boss.presses("Yes, end")
    assert "Li has left. 1 open case of theirs is yours now" in mei.last.text
    assert "负责人：Mei" in town.group("consulting").topics[0].card.text


async def test_a_colleague_gets_only_what_they_can_work_on(town: Town) -> None:
    """Cases of a department the chosen one is not in go to its head, and everybody hears their number."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting", "complaints")
    mei = await town.agent("Mei", "consulting")
    tom = await town.agent("Tom", "complaints")
    await boss.says("/heads")
    await boss.presses("Complaints")
    await boss.presses("Tom")
    await boss.presses("head")
    anna, bob = await town.customer("Anna"), await town.customer("Bob")
    await anna.says("human")
    await bob.says("/start")
    await complaint(town, bob)
    for department in ("consulting", "complaints"):
        await li.presses("我来处理", topic=town.group(department).topics[-1])
    await boss.says("/dismiss")
    await boss.presses("Li", message=boss.last.message_id)
    await boss.presses("Mei goes on")
    assert any("Open cases with Mei now: 1 of 2" in text for text in boss.texts)
    assert "Li has left. 1 open case of theirs is yours now" in mei.last.text
    assert "Li has left. 1 open case of theirs is yours now" in tom.last.text
    topics = {department: town.group(department).topics[-1] for department in ("consulting", "complaints")}
    assert "负责人：Mei" in topics["consulting"].card.text
    assert "负责人：Tom" in topics["complaints"].card.text
    await tom.says("Tom here", topic=topics["complaints"])
    assert bob.last.text == "Tom here"
    await tom.presses("已处理", topic=topics["complaints"])
    assert "已处理" not in "".join(topics["complaints"].card.buttons)


async def test_who_leaves_is_taken_out_of_all_groups(town: Town) -> None:
    """The bot removes them from each of their department's; where it cannot, managers hear which."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    mei = await town.agent("Mei", "consulting")
    group = town.group("consulting")
    further, lost = [await town.open_group("consulting", further=True) for _ in range(2)]
    for one in (further, lost):
        town.world.join(li.id, one.id)
    town.world.kick(town.app.account.external_id, lost.id)
    await town.settle()
    await boss.says("/dismiss")
    await boss.presses("Li", message=boss.last.message_id)
    await boss.presses("Yes, end")
    assert [_standing(town, one.id, li.id) for one in (group, further)] == ["kicked", "kicked"]
    assert _standing(town, lost.id, li.id) == "member"
    assert sum("could not take them out" in text for text in boss.texts) == 1
    town.world.promote(town.app.account.external_id, group.id, rights=["can_manage_topics"])
    await boss.says("/dismiss")
    await boss.presses("Mei", message=boss.last.message_id)
    await boss.presses("Yes, end")
    assert _standing(town, group.id, mei.id) == "member"
    assert sum("Mei has left, but I could not take them out" in text for text in boss.texts) >= 1


def _standing(town: Town, group: int, user: int) -> str:
    chat = next(one for one in town.world.chats() if one["id"] == group)
    return next(str(one["status"]) for one in chat["members"] if one["user"]["id"] == user)
