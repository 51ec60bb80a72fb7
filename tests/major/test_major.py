"""Major matters: told at once with the facts, and again until a person sees to them."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from handlers.rules import MajorRules, Rules
from handlers.understanding.grave_words import MAJOR_WORDS
from handlers.understanding.mentions import mentions
from storage.major import MajorMatter
from storage.staff import DepartmentMember, MembershipRole, Staff
from tests.desk.cases import complaint, newest
from tests.town.people import Person
from tests.town.town import Town


async def matters(town: Town) -> list[MajorMatter]:
    """All major matters, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(MajorMatter).order_by(MajorMatter.id)))


def alerts(person: Person) -> list[str]:
    """The alerts somebody got."""
    return [text for text in person.texts if text.startswith("🚨")]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("I shall go to my LAWYER and the press", ["law", "press"]),
        ("孩子在教室里受伤了，我要找律师", ["injury", "law"]),
        ("充电器冒烟，差点着火", ["safety"]),
        ("The teacher pressed the wrong button", []),
        ("They suede me shoes were recalled fondly", []),
        ("有人冒充你们收费", ["competition"]),
        ("开水烫伤了孩子的手，我要打12345", ["injury", "law"]),
        ("She burned her hand and was taken to hospital", ["injury"]),
        ("Order 12345, please; I work in a hospital", []),
        ("明天要去医院打疫苗，请假一天", []),
        ("老师迟到了二十分钟", []),
        ("", []),
    ],
)
def test_words_of_both_languages_are_recognised(words: str, kinds: list[str]) -> None:
    """Whole words of English, any place in Chinese; what only looks alike is left alone."""
    assert list(mentions(words, MAJOR_WORDS)) == kinds


async def test_managers_are_told_at_once(town: Town) -> None:
    """One alert with kinds, case, owner, masked words and plan; the first who presses has all of it."""
    town.house.rules = Rules(major=MajorRules(plans={"law": "Wang rings the lawyer; nobody comments."}))
    boss = await town.manager("Wang")
    other = await town.manager("Sun", language_code="zh-hans")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    case = await complaint(town, anna, "I shall call my lawyer and a journalist, ring me on 138 0013 8000")
    assert alerts(boss)[0].startswith("🚨 Major matter: legal steps, press or publicity\n")
    assert f"Case {case.number} · nobody yet" in alerts(boss)[0]
    assert "call my lawyer" in alerts(boss)[0]
    assert "13800138000" not in alerts(boss)[0].replace(" ", "")
    assert "Plan: Wang rings the lawyer" in alerts(boss)[0]
    assert alerts(other)[0].startswith("🚨 重大信息：法律纠纷、媒体曝光\n")
    assert await boss.presses("I see to it") == "It is yours. The others are told."
    assert other.last.text == f"Wang在处理 {case.number} 的重大信息。"
    assert "已经有人" in await other.presses("我来处理")
    await town.travel(hours=3)
    assert len(alerts(boss)) == len(alerts(other)) == 1


async def test_what_nobody_acknowledges_is_told_again(town: Town) -> None:
    """After half an hour again, with the heads, then ever less often, by day and night; closing ends it."""
    boss = await town.manager("Wang")
    head = await town.agent("Zhao", "complaints")
    async with town.store.begin() as session:
        newest_one = (await session.scalars(select(Staff.id).order_by(Staff.id.desc()).limit(1))).one()
        await session.execute(
            update(DepartmentMember)
            .where(DepartmentMember.staff_id == newest_one)
            .values(role=MembershipRole.head)
        )
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna, "The heater is on fire")
    assert (len(alerts(boss)), len(alerts(head))) == (1, 0)
    await town.travel(minutes=30)
    assert (len(alerts(boss)), len(alerts(head))) == (2, 1)
    assert "Nobody has said yet" in alerts(boss)[1]
    await town.travel(minutes=59)
    assert len(alerts(boss)) == 2
    await town.travel(minutes=1)
    assert len(alerts(boss)) == 3
    await anna.says("/status")
    await anna.presses("Withdraw it")
    await anna.presses("Yes, withdraw it")
    await town.travel(hours=9)
    assert len(alerts(boss)) == 3


async def test_what_a_customer_adds_counts_too(town: Town) -> None:
    """Words written to the agents later are looked at as well, each kind once for a case."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("talk to a human")
    await li.presses("我来处理", topic=newest(town.group("consulting")))
    assert alerts(boss) == []
    await anna.says("My son was injured in your classroom")
    await anna.says("He is still bleeding")
    assert len(alerts(boss)) == 1
    assert "somebody hurt" in alerts(boss)[0]
    assert "· Li" in alerts(boss)[0]
    assert "💬 My son was injured in your classroom" in alerts(boss)[0]
    await town.travel(minutes=29)
    await anna.says("Then I will sue you")
    assert len(alerts(boss)) == 2
    await town.travel(minutes=30)
    # What was found one after the other is told again together, and one press answers for both.
    assert alerts(boss)[-1].startswith("🚨 Nobody has said")
    assert "💬 My son was injured in your classroom\n💬 Then I will sue you" in alerts(boss)[-1]
    await boss.presses("I see to it")
    await town.travel(hours=5)
    assert len([text for text in alerts(boss) if "legal steps" in text]) == 2
    assert len(alerts(boss)) == 3


async def test_many_customers_with_one_trouble(town: Town) -> None:
    """So many customers with the same category within an hour are told once; one customer often is not."""
    town.house.rules = Rules(major=MajorRules(many=3))
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")

    async def complains(person: Person) -> None:
        await person.says("complaint: the room is cold")
        await person.presses("Rooms")
        await person.presses("Nothing to add")
        await person.presses("Here in the chat")
        await person.presses("Send")

    anna, bo, cai = [await town.customer(name) for name in ("Anna", "Bo", "Cai")]
    for _ in range(3):
        await complains(anna)
    await complains(bo)
    assert alerts(boss) == []
    await complains(cai)
    assert len(alerts(boss)) == 1
    assert "3 customers with the same trouble" in alerts(boss)[0]
    assert "Rooms and facilities" in alerts(boss)[0]
    await complains(bo)
    assert len(alerts(boss)) == 1
    assert [matter.kind for matter in await matters(town)] == ["many"]


async def test_without_managers_the_heads_are_told(town: Town) -> None:
    """Where no manager can be reached nothing is lost: heads are told at the first time already."""
    head = await town.agent("Zhao", "complaints")
    async with town.store.begin() as session:
        await session.execute(update(DepartmentMember).values(role=MembershipRole.head))
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna, "You leaked my number")
    assert "leaked data" in alerts(head)[0]
    assert await head.presses("I see to it") == "It is yours. The others are told."


async def test_many_customers_stay_a_matter_when_the_newest_case_ends(town: Town) -> None:
    """The customer noticed last withdraws; managers are reminded all the same until somebody sees to it."""
    town.house.rules = Rules(major=MajorRules(many=2))
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    for name in ("Anna", "Bo"):
        person = await town.customer(name)
        await person.says("complaint: the room is cold")
        await person.presses("Rooms")
        await person.presses("Nothing to add")
        await person.presses("Here in the chat")
        await person.presses("Send")
    await person.says("/status")
    await person.presses("Withdraw it")
    await person.presses("Yes, withdraw it")
    await town.travel(minutes=30)
    assert len(alerts(boss)) == 2
    await boss.presses("I see to it")
    await town.travel(hours=3)
    assert len(alerts(boss)) == 2
