"""Who waits for people is told the truth, and the group sees first thing what came while it was closed."""

from __future__ import annotations

from sqlalchemy import select, update

from storage.case import Case, CaseState
from storage.event import Event
from storage.person import Customer, Identity
from tests.desk.cases import newest
from tests.duty.test_offers import silent
from tests.town.people import Person
from tests.town.town import Town


async def ask(town: Town, name: str, words: str = "talk to a human", language: str = "en") -> Person:
    """A customer who asks for a person."""
    customer = await town.customer(name, language_code=language)
    await customer.says(words)
    return customer


async def make_vip(town: Town, customer: Person) -> None:
    """Mark a customer as VIP."""
    async with town.store.begin() as session:
        person = select(Identity.person_id).where(Identity.external_id == str(customer.id)).scalar_subquery()
        await session.execute(update(Customer).where(Customer.person_id == person).values(vip=True))


async def events(town: Town, verb: str) -> int:
    """How often something was recorded."""
    async with town.store.read() as session:
        return len((await session.scalars(select(Event).where(Event.verb == verb))).all())


async def test_outside_hours_the_truth_is_told_and_the_list_comes_at_opening(town: Town) -> None:
    """Closed: told from when on somebody answers, holidays and closed days included; at opening one list."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    group = town.group("consulting")
    await boss.says("/hours consulting 2026-11-24 closed Typhoon")
    early = await ask(town, "Early")
    topic = newest(group)
    await li.presses("我来处理", topic=topic)
    await li.says("I am looking", topic=topic)
    await town.travel(hours=9)
    anna = await ask(town, "Anna")
    assert "Consulting is closed at the moment. Your matter is kept" in anna.last.text
    assert "Wednesday, 25 November from 09:00" in anna.last.text
    await town.travel(hours=10)
    bo = await ask(town, "小博", "转人工", language="zh-hans")
    assert "咨询组现在下班了（Typhoon）" in bo.last.text
    assert "明天 09:00 起有人答复" in bo.last.text
    await make_vip(town, bo)
    await bo.says("/status")
    assert "明天 09:00 起" in bo.last.text
    await early.says("Any news of it?")
    assert "tomorrow from 09:00" in early.texts[-2], "who writes again hears it too"
    told = early.texts
    await early.says("And one thing more: the time")
    assert early.texts == told, "said once"
    await town.travel(hours=27, minutes=50)
    assert not any("🌅" in text for text in group.texts)
    await town.travel(minutes=10)
    listed = [message for message in group.seen if "🌅" in message.text]
    assert len(listed) == 1
    lines = listed[0].text.splitlines()
    assert lines[0] == "🌅 下班期间来了 3 件："
    assert "⭐" in lines[1]
    assert len(lines) == 4
    assert len(listed[0].buttons) == 3, "a tap leads to each"
    assert not silent(town, group, listed[0])
    await town.travel(hours=2)
    assert sum("🌅" in text for text in group.texts) == 1
    assert await events(town, "department.opened") == 1


async def test_nothing_is_promised_for_closed_doors(town: Town) -> None:
    """Where nobody works within the term a promise is due after opening; that all are away is said."""
    li = await town.agent("Li", "consulting")
    await town.travel(days=4, hours=9)
    anna = await ask(town, "Anna")
    assert "Somebody will answer you by Monday, 30 November, 11:00" in anna.last.text
    assert "Monday, 30 November from 09:00" in anna.last.text
    await town.travel(days=2, hours=16)
    await li.says("/off 14:00")
    bo = await ask(town, "Bo")
    assert "Nobody of Consulting is there at the moment" in bo.last.text
    assert "today from 14:00" in bo.last.text


async def test_in_hours_place_and_measured_time_are_told_and_told_again_when_it_gets_longer(
    town: Town,
) -> None:
    """The place in the line; how long it usually takes, once enough is known; and honestly when longer."""
    li = await town.agent("Li", "consulting")
    group = town.group("consulting")
    first = await ask(town, "C0")
    assert "usually" not in first.last.text.lower(), "too few are known"
    for number in range(1, 5):
        await ask(town, f"C{number}")
    await town.travel(minutes=8)
    for topic in group.topics:
        await li.presses("我来处理", topic=topic)
    anna = await ask(town, "Anna")
    assert "Nobody is waiting before you. Usually it takes about 10 minutes" in anna.last.text
    bo = await ask(town, "Bo")
    cai = await ask(town, "小蔡", "转人工", language="zh-hans")
    assert "您前面还有 2 位。 一般大约 10 分钟就有同事来" in cai.last.text
    await make_vip(town, cai)
    await cai.says("/status")
    assert "您前面没有人在等" in cai.last.text, "a VIP goes first"
    await bo.says("/status")
    assert "2 people are waiting before you. Usually it takes about 10 minutes" in bo.last.text
    told = anna.texts
    await town.travel(minutes=19)
    assert anna.texts == told
    await town.travel(minutes=1)
    assert "It takes longer than I said" in anna.last.text
    assert "promised an answer by tomorrow, 24 November, 10:08, and that still stands" in anna.last.text
    await anna.says("/status")
    assert "It takes longer than usual at the moment" in anna.last.text
    told = anna.texts
    await town.travel(minutes=39)
    assert anna.texts == told, "not chattered at"
    await town.travel(minutes=1)
    assert len(anna.texts) == len(told) + 1
    await town.travel(hours=4)
    assert sum("longer than I said" in text for text in anna.texts) == 2

    await anna.presses("Leave details")
    await anna.says("My invoice 17 is wrong")
    await anna.says("+8613812345678")
    await anna.presses("Send")
    topic = next(one for one in group.topics if "My invoice 17" in one.name)
    assert any("My invoice 17 is wrong" in message.text for message in topic.seen)
    assert "You need not wait here" in anna.last.text
    assert "13812345678" not in "".join(topic.texts), "the group sees it masked"
    assert "+86138" in topic.card.text

    await bo.presses("Back to the assistant")
    assert "stays open" in bo.last.text
    await bo.presses("I need nobody any more")
    await bo.presses("Yes, withdraw")
    assert "withdrawn and over" in bo.last.text
    async with town.store.read() as session:
        states = (await session.scalars(select(Case.state).order_by(Case.id))).all()
    assert states.count(CaseState.closed) == 1
