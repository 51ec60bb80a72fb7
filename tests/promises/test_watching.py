"""Promises are watched: reminders before the time, an honest word when it was missed."""

from __future__ import annotations

from sqlalchemy import select

from storage.promise import Promise, PromiseState
from tests.desk.cases import complaint, newest
from tests.town.people import Person
from tests.town.town import Town


async def promised(town: Town) -> tuple[Person, Person, Person]:
    """A complaint made at ten on Monday: customer, agent and manager."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    await complaint(town, anna)
    return anna, li, boss


async def state(town: Town) -> Promise:
    """The one promise there is."""
    async with town.store.read() as session:
        return (await session.scalars(select(Promise))).one()


async def test_half_way_the_agents_are_reminded(town: Town) -> None:
    """At half of the time (still at work) the topic is reminded, once, and managers are left in peace."""
    _, _, boss = await promised(town)
    told = boss.texts
    topic = newest(town.group("complaints"))
    await town.travel(hours=7, minutes=58)
    before = len(topic.texts)
    await town.travel(minutes=1)
    assert "还没有人接手" in topic.last.text
    await town.travel(minutes=30)
    assert len(topic.texts) == before + 1
    assert boss.texts == told


async def test_the_owner_is_named(town: Town) -> None:
    """A reminder names the agent who took the case."""
    _, li, _ = await promised(town)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    await town.travel(hours=12)
    assert topic.last.text.startswith("Li")


async def test_the_last_reminder_reaches_managers_too(town: Town) -> None:
    """Before a promise breaks the managers hear of it."""
    _, _, boss = await promised(town)
    await town.travel(hours=12)
    await town.travel(hours=10, minutes=59)
    assert not any("must be answered" in text for text in boss.texts), "nobody is reminded in the night"
    await town.travel(minutes=1)
    assert "must be answered by today, 10:00. With: nobody yet" in boss.last.text


async def test_a_broken_promise_is_told_honestly(town: Town) -> None:
    """When the time is over, customer, agents and soon managers hear so, and the card shows it."""
    anna, _, boss = await promised(town)
    await town.travel(hours=23)
    before = anna.texts
    await town.travel(hours=1)
    assert anna.texts != before
    assert "We did not manage it" in anna.last.text
    await town.travel(minutes=30)
    assert any("is overdue" in text for text in boss.texts)
    assert "已超时" in newest(town.group("complaints")).card.text
    promise = await state(town)
    assert promise.state is PromiseState.broken
    told = anna.texts
    await town.travel(hours=5)
    assert anna.texts == told


async def test_an_answer_ends_the_watch(town: Town) -> None:
    """After a person answered, nobody is reminded of anything."""
    anna, li, boss = await promised(town)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    await li.says("Thank you, I am looking into it", topic=topic)
    agents, customer = topic.texts, anna.texts
    for _ in range(5):
        await town.travel(hours=6)
    assert topic.texts == agents
    assert anna.texts == customer
    assert not any("overdue" in text for text in boss.texts)


async def test_a_late_answer_is_kept_as_late(town: Town) -> None:
    """An answer after the time is recorded as kept late."""
    _, li, _ = await promised(town)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    await town.travel(hours=25)
    await li.says("Sorry for the wait", topic=topic)
    assert (await state(town)).state is PromiseState.kept_late
    assert "答复晚了" in topic.card.text


async def test_nobody_is_woken_by_a_broken_promise(town: Town) -> None:
    """A promise that breaks in the night is told to the customer when the quiet hours are over."""
    await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    await town.travel(hours=13)
    await complaint(town, anna)
    before = anna.texts
    await town.travel(hours=24)
    assert (await state(town)).state is PromiseState.broken
    assert anna.texts == before
    await town.travel(hours=9, minutes=59)
    assert anna.texts == before
    await town.travel(minutes=2)
    assert "We did not manage it" in anna.last.text


async def test_after_an_outage_only_the_newest_reminder_is_given(town: Town) -> None:
    """Reminders that were missed are not made up for one by one."""
    _, _, boss = await promised(town)
    topic = newest(town.group("complaints"))
    # That of the afternoon was held up until everybody had gone home: it can wait until they are there.
    await town.travel(hours=10)
    assert not any("答应客户最晚" in text for text in topic.texts)
    await town.travel(hours=13)
    assert sum("答应客户最晚" in text for text in topic.texts) == 1
    assert sum("must be answered" in text for text in boss.texts) == 1


async def test_agents_are_reminded_until_the_customer_has_an_answer(town: Town) -> None:
    """A broken promise comes up again every day, as the customer was told, and ends with the answer."""
    anna, li, _ = await promised(town)
    topic = newest(town.group("complaints"))
    await town.travel(hours=24)
    await town.travel(hours=1)
    told, reminded = anna.texts, sum("已超时" in text for text in topic.texts[1:])
    await town.travel(hours=24)
    await town.travel(hours=24)
    assert sum("已超时" in text for text in topic.texts[1:]) == reminded + 2
    assert anna.texts == told
    await li.presses("我来处理", topic=topic)
    await li.says("Sorry for the wait", topic=topic)
    before = topic.texts
    await town.travel(hours=48)
    assert topic.texts == before
