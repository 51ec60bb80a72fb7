"""Cases find somebody: offered to all, given to one after another, important customers' first."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from handlers.duty.watching import watch
from handlers.effects import Effects
from handlers.scene import Scene
from storage.action import Action
from storage.case import Case
from storage.case_offer import CaseOffer
from storage.event import Event
from storage.person import Customer
from storage.staff import Assignment, Department, DepartmentMember, MembershipRole, Staff
from tests.desk.cases import complaint
from tests.town.people import Group, Person, Seen
from tests.town.town import Town


async def change(town: Town, **values: object) -> None:
    """Settle something about the complaints department."""
    async with town.store.begin() as session:
        await session.execute(update(Department).where(Department.key == "complaints").values(**values))


async def verbs(town: Town) -> list[str]:
    """What was recorded, in order."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Event.verb).order_by(Event.id)))


def mentioned(message: Seen) -> list[int]:
    """The users whom a message rings for by a mention without a username."""
    marks = message.raw.get("entities") or []
    return [mark["user"]["id"] for mark in marks if mark["type"] == "text_mention"]


def offers(group: Group) -> list[Seen]:
    """The messages in a group that ask somebody to take a case."""
    return [one for one in group.seen if one.by_bot and one.text.startswith("🔔")]


def silent(town: Town, group: Group | Person, message: Seen) -> bool:
    """Whether a message of the bot came without a sound."""
    return any(
        call["params"].get("disable_notification", False)
        for call in town.world.calls(chat=group.id)
        if isinstance(call["result"], dict) and call["result"].get("message_id") == message.message_id
    )


async def set_customer(town: Town, **values: object) -> None:
    """Settle something about the one customer there is beside the staff."""
    async with town.store.begin() as session:
        newest = select(func.max(Customer.id)).scalar_subquery()
        await session.execute(update(Customer).where(Customer.id == newest).values(**values))


async def person_of(town: Town, staff_id: int) -> int:
    """Who a member of staff is."""
    async with town.store.read() as session:
        return (await session.get_one(Staff, staff_id)).person_id


async def staff_ids(town: Town) -> list[int]:
    """The staff, in the order they came."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Staff.id).order_by(Staff.id)))


async def known(town: Town, name: str = "Anna", language: str = "en") -> Person:
    """A customer who has said hello."""
    customer = await town.customer(name, language)
    await customer.says("/start")
    return customer


async def test_an_offer_rings_for_who_is_there(town: Town) -> None:
    """Only members on duty are named; cards are silent; outside hours all is, until the department opens."""
    li = await town.agent("Li", "complaints")
    zhou = await town.agent("Zhou", "complaints")
    boss = await town.manager("Wang")
    group = town.group("complaints")
    anna = await known(town)
    await zhou.says("/off")
    first = await complaint(town, anna)
    assert offers(group) == []
    await town.travel(seconds=1)
    (offer,) = offers(group)
    assert mentioned(offer) == [li.id]
    assert not silent(town, group, offer)
    assert silent(town, group, group.topics[-1].card)
    await town.travel(seconds=1)
    assert len(offers(group)) == 1, "the same case is offered once"
    await town.travel(minutes=30)
    assert len(offers(group)) == 2
    assert f"{first.number} (Complaints) has been waiting" in boss.last.text
    await zhou.says("/on")
    assert zhou.last.text.endswith(f"1 case is waiting to be taken: {first.number}")
    await li.presses("我来处理", topic=group.topics[-1])
    taken = next(
        one for one in group.topics[-1].seen if one.by_bot and "Li" in one.text and "🔔" not in one.text
    )
    assert silent(town, group, taken)
    await li.says("I am looking into it", topic=group.topics[-1])
    await anna.says("Are you there?")
    assert not silent(town, group, group.topics[-1].last), "its owner is there"
    await li.says("/off")
    await anna.says("Hello?")
    assert group.topics[-1].last.text == "Hello?"
    assert silent(town, group, group.topics[-1].last), "off duty nothing rings"
    told = len(boss.texts)
    await town.travel(hours=8)
    assert len(offers(group)) == 2
    assert len(boss.texts) == told, "what somebody has is watched by its promise alone"

    bo = await known(town, "Bo")
    for words in ("cold", "loud", "dark", "late"):
        await complaint(town, bo, words)
    await town.travel(seconds=1)
    assert len(offers(group)) == 2, "it is evening"
    await li.says("/on")
    await town.travel(hours=14, minutes=59)
    together = offers(group)[-1]
    assert "有 4 件工单等人接手" in together.text
    assert sorted(mentioned(together)) == sorted([li.id, zhou.id])
    assert len(offers(group)) == 3, "many at once are one message"
    (listed,) = [one for one in group.seen if one.text.startswith("🌅")]
    assert (silent(town, group, listed), silent(town, group, together)) == (False, True), "one rings"
    assert (await verbs(town)).count("case.offered") == 5


async def cut_off(town: Town) -> None:
    """The watch does its work, and dies before it is kept."""
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        assert await watch(scene) == 1
        await scene.effects.write(session)
        raise ConnectionResetError


async def test_a_crash_and_a_department_without_members(town: Town) -> None:
    """What a process that dies had begun to offer is offered once; without members the group hears of it."""
    boss = await town.manager("Wang")
    group = await town.open_group("complaints")
    anna = await known(town)
    case = await complaint(town, anna)
    with pytest.raises(ConnectionResetError):
        await cut_off(town)
    await town.travel(seconds=1)
    (offer,) = offers(group)
    assert offer.text == f"🔔 {case.number} 等人接手。"
    assert "nobody is on duty" not in "".join(boss.texts), "nobody is away: there is nobody else"
    await town.travel(minutes=30)
    assert "has been waiting" in boss.last.text
    told = len(boss.texts)
    await town.travel(hours=7)
    assert len(boss.texts) == told + 1, "after an outage the newest reminder says it all"


async def test_nobody_there(town: Town) -> None:
    """In opening hours with everybody off, who leads hears it at once and once; who comes sees it."""
    li = await town.agent("Li", "complaints")
    boss = await town.manager("Wang")
    group = town.group("complaints")
    anna = await known(town)
    await li.says("/off 20")
    case = await complaint(town, anna)
    await town.travel(seconds=1)
    assert "nobody is on duty there" in boss.last.text
    told = len(boss.texts)
    await town.travel(seconds=1)
    assert len(boss.texts) == told
    assert offers(group) == []
    await town.travel(minutes=20)
    assert li.texts[-2].startswith("Your pause is over")
    assert case.number in li.texts[-1]


async def test_balanced_goes_from_one_to_the_next(town: Town) -> None:
    """Given by language and load; "not me" and silence pass it on; without room it waits for some."""
    await change(town, assignment=Assignment.balanced, capacity=1)
    li = await town.agent("Li", "complaints")
    zhou = await town.agent("Zhou", "complaints")
    chen = await town.agent("Chen", "complaints")
    group = town.group("complaints")
    ids = await staff_ids(town)
    async with town.store.begin() as session:
        only_chinese = update(DepartmentMember).values(languages=["zh"])
        await session.execute(only_chinese.where(DepartmentMember.staff_id == ids[0]))
    anna = await known(town)
    case = await complaint(town, anna)
    await town.travel(seconds=1)
    assert case.number in zhou.last.text
    assert "until today, 10:10" in zhou.last.text
    assert case.number not in "".join(chen.texts + li.texts)
    assert offers(group) == []

    await forge(town, "duty.not_me", audience="person:999")
    assert await zhou.presses("Not me") == "This button is not for you."
    await forge(town, "duty.not_me", audience=f"person:{await person_of(town, ids[1])}")
    assert await zhou.presses("Not me") == "All right, somebody else is asked"
    assert case.number in chen.last.text
    assert await zhou.presses("Not me") == "This is settled already"
    await town.travel(minutes=10)
    assert case.number in li.last.text, "Chen said nothing: the next one, though it is not his language"
    async with town.store.read() as session:
        newest = await session.scalar(select(func.max(CaseOffer.id)))
    async with town.store.begin() as session:
        for one in await session.scalars(select(Action).where(Action.kind == "duty.not_me")):
            one.args = {**one.args, "offer": newest}
    assert await chen.presses("Not me") == "This is settled already", "an offer made to somebody else"
    await li.presses("Take")
    assert "is yours" in li.last.text
    assert await chen.presses("Take") != ""
    assert await chen.presses("Not me") == "This is settled already"

    second = await complaint(town, anna, "Again cold")
    third = await complaint(town, anna, "And loud")
    await town.travel(seconds=1)
    assert {second.number in zhou.last.text, third.number in zhou.last.text} == {True, False}
    await zhou.presses("Take")
    await chen.presses("Take")
    fourth = await complaint(town, anna, "And dark")
    await town.travel(seconds=1)
    (offer,) = offers(group)
    assert fourth.number in offer.text
    assert len(mentioned(offer)) == 3, "nobody has room: all are named"
    mine = next(topic for topic in group.topics if second.number in topic.name)
    await zhou.presses("已处理", topic=mine)
    await town.travel(minutes=1)
    assert fourth.number in zhou.last.text, "there is room again"
    await zhou.presses("Take")
    async with town.store.read() as session:
        assert (await session.scalars(select(Case).where(Case.owner_id.is_(None)))).all() == []
        states = [one.state.value for one in await session.scalars(select(CaseOffer).order_by(CaseOffer.id))]
    await town.travel(seconds=1)
    assert states[:3] == ["handed_back", "lapsed", "taken"]
    await change(town, capacity=5)
    fifth = await complaint(town, anna, "And late")
    await town.travel(seconds=1)
    asked = next(one for one in (zhou, chen) if fifth.number in one.last.text)
    other = zhou if asked is chen else chen
    await asked.says("/off")
    await town.travel(seconds=1)
    assert fifth.number in other.last.text, "who goes passes it on at once"
    sixth = await complaint(town, anna, "And far away")
    await town.travel(seconds=1)
    given = next(one for one in (zhou, chen, li) if sixth.number in one.last.text)
    boss = await town.manager("Wang")
    await boss.says(f"/merge {sixth.number} {fifth.number}")
    assert await given.presses("Not me") == "This is settled already", "merged: the other has its own offer"
    assert {"case.offered", "case.handed_back", "case.offer_lapsed"} <= set(await verbs(town))


async def forge(town: Town, of: str, **changes: object) -> None:
    """Change what the newest button of a kind says it is."""
    async with town.store.begin() as session:
        token = await session.scalar(
            select(Action.token).where(Action.kind == of).order_by(Action.created_at.desc()).limit(1)
        )
        await session.execute(update(Action).where(Action.token == token).values(**changes))


async def test_the_green_channel(town: Town) -> None:
    """A VIP's case: account manager, after some minutes the head, then all; and it stands first in lists."""
    li = await town.agent("Li", "complaints")
    zhou = await town.agent("Zhou", "complaints")
    chen = await town.agent("Chen", "complaints")
    boss = await town.manager("Wang")
    group = town.group("complaints")
    ids = await staff_ids(town)
    async with town.store.begin() as session:
        head = update(DepartmentMember).where(DepartmentMember.staff_id == ids[1])
        await session.execute(head.values(role=MembershipRole.head))
    bo = await known(town, "Bo")
    usual = await complaint(town, bo)
    anna = await known(town)
    await set_customer(town, vip=True, account_manager_id=ids[0])
    case = await complaint(town, anna, "The screen is dark")
    await town.travel(seconds=1)
    assert case.number in li.last.text
    assert "Your customer has written" in li.last.text
    assert [one.text for one in offers(group) if case.number in one.text] == []
    await town.travel(minutes=5)
    assert case.number in zhou.last.text
    assert case.number not in "".join(chen.texts)
    await zhou.presses("Not me")
    named = [one for one in offers(group) if case.number in one.text]
    assert len(named) == 1
    assert sorted(mentioned(named[0])) == sorted([li.id, chen.id]), "the head has said no"
    await chen.says("/find screen")
    await boss.says("/find a")
    lines = [line for line in boss.last.text.splitlines() if usual.number in line or case.number in line]
    assert case.number in lines[0]
    assert "⭐" in lines[0]

    await li.says("/off")
    second = await complaint(town, anna, "Dark again")
    await town.travel(seconds=1)
    assert second.number in zhou.last.text, "the account manager is away: the head at once"
