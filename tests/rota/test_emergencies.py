"""An emergency waits for no opening: the one on duty is called, then the next, the head, the managers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from handlers.rules import RotaPlan, RotaRules, Rules
from storage.case import Case, CaseState
from storage.event import Event
from storage.staff import Staff
from tests.desk.cases import complaint
from tests.duty.test_offers import silent
from tests.pleas.test_pleas import make_head
from tests.town.people import Person
from tests.town.town import Town


def leaks(town: Town, **plans: RotaPlan) -> None:
    """A house in which a leak cannot wait."""
    town.house.rules = Rules(rota=RotaRules(categories={"leak": "night"}, plans=plans))
    town.house.category_words = {"leak": ["water leak", "漏水"]}
    town.house.categories = {**town.house.categories, "leak": {"zh": "漏水", "en": "Leak"}}


def rung(who: Person) -> int:
    """How often somebody was called."""
    return sum("This cannot wait, and" in text for text in who.texts)


async def test_the_night_of_a_leak(town: Town) -> None:
    """Set in the chat; rung at night in turn until somebody has it; the customer hears each step."""
    leaks(town)
    boss = await town.manager("Wang")
    head = await town.agent("Hao", "consulting")
    await make_head(town, "Hao")
    li, zhao = await town.agent("Li", "complaints"), await town.agent("Zhao", "complaints")
    await li.says("/rota")
    assert "🚨 night: Leak" in li.last.text
    assert "Nobody is on it: heads and managers are called." in li.last.text
    await li.says("/rota night weekly Li")
    assert "manager" in li.last.text
    await boss.says("/rota night weekly Li, Nobody")
    assert "I know no colleague called Nobody" in boss.last.text
    await boss.says("/rota night weekly Li, Zhao")
    assert "On duty now: Li" in boss.last.text
    assert "Then, a week each: Zhao" in boss.last.text
    assert "You are on the rota “night”" in zhao.last.text
    await town.travel(hours=16)

    anna = await town.customer("Anna")
    await anna.says("I want to talk to a human: water leak in room 3, call 13812345678")
    assert "This cannot wait, so it doesn't: Li, who is on duty, is being called" in anna.last.text
    assert "within 10 minutes" in anna.last.text
    assert "closed" not in anna.last.text
    assert (rung(li), rung(zhao), rung(head), rung(boss)) == (1, 0, 0, 0)
    assert "water leak in room 3" in li.last.text
    assert "13812345678" not in li.last.text
    assert not silent(town, li, li.last)
    await town.travel(minutes=9)
    assert rung(zhao) == 0
    await town.travel(minutes=1)
    assert (rung(li), rung(zhao), rung(head)) == (1, 1, 0)
    assert "Zhao, who is on duty, is being called" in anna.last.text
    await town.travel(minutes=10)
    assert (rung(head), rung(boss)) == (1, 0)
    assert "nobody on duty has answered yet" in anna.last.text
    await town.travel(minutes=10)
    assert rung(boss) == 1
    assert "those in charge are being called" in anna.last.text
    told = anna.texts
    await town.travel(minutes=29)
    assert rung(boss) == 1
    await town.travel(minutes=1)
    assert rung(boss) == 2
    assert anna.texts == told, "the customer is not told the same again"
    await anna.says("/status")
    assert "those in charge are being called" in anna.last.text

    assert "It's yours" in await zhao.presses("I have it")
    assert "Zhao from Consulting is looking after your matter" in anna.last.text
    assert "Zhao has" in li.last.text
    assert "Zhao has" in boss.last.text
    assert "Zhao" in await li.presses("I have it")
    calls = rung(boss)
    await town.travel(hours=2)
    assert rung(boss) == calls
    async with town.store.read() as session:
        case = (await session.scalars(select(Case))).one()
        verbs = (await session.scalars(select(Event.verb).where(Event.verb.like("emergency.%")))).all()
    assert case.state is CaseState.taken
    assert verbs.count("emergency.called") == 5
    assert verbs.count("emergency.taken") == 1
    await boss.says("/rota night off")
    assert "The rota night is set here no more" in boss.last.text


async def test_an_emergency_that_was_merged_is_still_called(town: Town) -> None:
    """Whoever puts it to another matter of the customer's does not end the calling."""
    leaks(town, night=RotaPlan(rhythm="daily", first_day=date(2026, 11, 23), staff=("Li", "Zhao")))
    boss = await town.manager("Wang")
    li, zhao = await town.agent("Li", "complaints"), await town.agent("Zhao", "complaints")
    anna = await town.customer("Anna")
    await anna.says("I want to talk to a human: water leak in room 3")
    other = await complaint(town, anna, "The floor of room 3 is wet")
    async with town.store.read() as session:
        leak = (await session.scalars(select(Case).where(Case.id != other.id))).one()
    await boss.says(f"/merge {leak.number} {other.number}")
    first = 0 if rung(zhao) else 1
    second = (li, zhao)[first]
    assert (rung(li) + rung(zhao), rung(second)) == (1, 0)
    await town.travel(minutes=10)
    assert rung(second) == 1
    assert "It's yours" in await second.presses("I have it")
    async with town.store.read() as session:
        assert (await session.get_one(Case, other.id)).state is CaseState.taken


async def test_from_settings_and_where_nobody_can_be_called(town: Town) -> None:
    """A rota of the settings by name; without anybody the customer is told so; taken in the group ends it."""
    leaks(town, night=RotaPlan(rhythm="daily", first_day=date(2026, 11, 23), staff=("Li", "Gone")))
    group = await town.open_group("consulting")
    anna = await town.customer("小安", language_code="zh-hans")
    await anna.says("转人工 家里漏水了")
    assert "眼下叫不到人" in anna.last.text
    li = await town.agent("Li", "consulting")
    await town.travel(minutes=31)
    assert rung(li) == 1, "whoever comes later is called"
    assert "正在叫值班的 Li" in anna.last.text
    await li.presses("我来处理", topic=group.topics[0])
    await town.travel(hours=3)
    assert rung(li) == 1
    bo = await town.customer("Bo")
    await bo.says("talk to a human")
    assert rung(li) == 1, "what can wait is no emergency"


async def test_an_emergency_in_a_matter_whose_owner_is_away(town: Town) -> None:
    """By night it is called for though somebody has the matter; whoever comes helps, and it stays theirs."""
    leaks(town, night=RotaPlan(rhythm="daily", first_day=date(2026, 11, 23), staff=("Li", "Zhao")))
    hao = await town.agent("Hao", "complaints")
    li, zhao = await town.agent("Li", "complaints"), await town.agent("Zhao", "complaints")
    group = town.group("complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    case = await complaint(town, anna, "The bill is wrong")
    await hao.presses("我来处理", topic=group.topics[-1])
    await hao.says("I look into it", topic=group.topics[-1])
    await anna.says("By the way, there was a water leak last week")
    assert rung(li) + rung(zhao) == 0, "the owner is there"
    await town.travel(hours=12)

    await anna.says("Are you there?")
    assert rung(li) + rung(zhao) == 0
    await anna.says("There is a water leak in room 3, call 13812345678")
    first, second = (li, zhao) if rung(li) else (zhao, li)
    assert (rung(first), rung(second), rung(hao)) == (1, 0, 0)
    assert "water leak in room 3" in first.last.text
    assert "13812345678" not in first.last.text
    told = [text for text in anna.texts if "who is on duty, is being called" in text]
    assert len(told) == 1
    await anna.says("The water leak gets worse!")
    await town.travel(minutes=10)
    assert (rung(first), rung(second)) == (1, 1)
    assert "It's yours" in await second.presses("I have it")
    name = second.name
    assert f"{name}, who is on duty, has seen it" in anna.last.text
    assert "Hao goes on with your matter" in anna.last.text
    assert f"{name} has {case.number}" in first.last.text
    await second.says("I am on my way", topic=group.topics[-1])
    assert "I am on my way" in anna.texts
    heard = len(anna.texts)
    await anna.says("The water leak is in the kitchen too")
    assert not silent(town, group, group.topics[-1].last), "whoever was called hears it"
    assert (rung(first), rung(second)) == (1, 1)
    assert not any("is being called" in text for text in anna.texts[heard:])
    async with town.store.read() as session:
        owner = (await session.get_one(Case, case.id)).owner_id
        assert owner == (await session.scalars(select(Staff.id).order_by(Staff.id))).first(), "still Hao"
    await town.travel(hours=9)
    assert (rung(first), rung(second)) == (1, 1)


async def test_what_is_added_to_a_matter(town: Town) -> None:
    """A leak told of later is called for too; who was called hears who took it, also in the group."""
    leaks(town, night=RotaPlan(rhythm="daily", first_day=date(2026, 11, 23), staff=("Li", "Zhao")))
    li, zhao = await town.agent("Li", "consulting"), await town.agent("Zhao", "consulting")
    await town.travel(hours=12)
    anna = await town.customer("Anna")
    await anna.says("talk to a human")
    assert (rung(li), rung(zhao)) == (0, 0)
    await anna.says("And now there is a water leak in room 3")
    assert (rung(li), rung(zhao)) == (1, 0)
    assert "water leak in room 3" in li.last.text
    assert sum("Li, who is on duty, is being called" in text for text in anna.texts) == 1
    await anna.says("A water leak, please!")
    assert rung(li) == 1, "once is enough"
    await town.travel(minutes=10)
    assert (rung(li), rung(zhao)) == (1, 1)
    await zhao.presses("我来处理", topic=town.group("consulting").topics[0])
    await town.travel(minutes=10)
    assert "Zhao has" in li.last.text
    assert "Zhao" in await li.presses("I have it")
