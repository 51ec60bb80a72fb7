"""Promises that cannot be kept are made anew before they break, with a reason that the customer hears."""

from __future__ import annotations

from sqlalchemy import select

from handlers.rules import PromiseRules, Rules
from storage.promise import Promise, PromiseState
from tests.desk.cases import complaint, newest
from tests.town.people import Person, Topic
from tests.town.town import Town


async def promised(town: Town) -> tuple[Person, Person, Topic]:
    """A complaint made at ten on Monday and taken by Li: customer, agent and topic."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    return anna, li, topic


async def promises_of(town: Town) -> list[Promise]:
    """All promises, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Promise).order_by(Promise.id)))


async def test_a_later_time_and_a_reason_by_buttons(town: Town) -> None:
    """Time, then reason: the customer hears old time, reason and new time; the card and the watch follow."""
    anna, li, topic = await promised(town)
    await li.presses("改时间", topic=topic)
    await li.presses("3 个工作日", topic=topic)
    assert "The part" not in anna.last.text
    await li.presses("等配件", topic=topic)
    assert "by tomorrow, 24 November, 10:00" in anna.last.text
    assert "waiting for a part" in anna.last.text
    assert "by Thursday, 26 November, 18:00" in anna.last.text
    assert "sorry" not in anna.last.text
    assert "11月26日星期四 18:00" in topic.card.text
    before, after = await promises_of(town)
    assert (before.state, after.state, after.renewals) == (PromiseState.renewed, PromiseState.open, 1)
    assert (after.kind, after.reason) == ("first_answer", "parts")
    told = anna.texts
    await town.travel(hours=25)
    assert anna.texts == told, "the old promise is not broken"


async def test_own_words_are_the_customer_s_reason(town: Town) -> None:
    """/later in the topic takes a term in either language and passes the agent's own reason on."""
    anna, li, topic = await promised(town)
    await li.says("/later 2 working days The owner of the hall is abroad.", topic=topic)
    assert "The owner of the hall is abroad." in anna.last.text
    assert "Wednesday, 25 November, 18:00" in anna.last.text
    await li.says("/later 5个工作日 还在等场地方的答复。", topic=topic)
    assert "还在等场地方的答复。" in anna.last.text
    assert "Monday, 30 November, 18:00" in anna.last.text
    await li.says("/later 9 working days once more", topic=topic)
    assert "已经用完" in topic.last.text
    assert "once more" not in anna.last.text


async def test_a_time_without_a_reason_is_none(town: Town) -> None:
    """No reason, no time, an earlier time, or no topic: the agent hears what is missing."""
    anna, li, topic = await promised(town)
    told = anna.texts
    for words in ("/later", "/later 3 working days", "/later because it is hard"):
        await li.says(words, topic=topic)
        assert "例如：/later" in topic.last.text
    await li.says("/later 2 h I shall be quick", topic=topic)
    assert "并不比已经承诺的晚" in topic.last.text
    await li.says("/later 3 days The part is late")
    assert "in the topic" in li.last.text or "话题" in li.last.text
    assert anna.texts == told


async def test_a_time_out_of_reach_is_none(town: Town) -> None:
    """Years, working days without end and lengths no calendar knows are refused with a word; all goes on."""
    anna, li, topic = await promised(town)
    told = anna.texts
    for words in ("/later 999 weeks x", "/later 300 working days x"):
        await li.says(words, topic=topic)
        assert "太远了" in topic.last.text
    for words in ("/later 999999 weeks x", "/later 99999999999 weeks x"):
        await li.says(words, topic=topic)
        assert "例如：/later" in topic.last.text
    assert anna.texts == told
    await li.says("/later 3 working days The part is late", topic=topic)
    assert "The part is late" in anna.last.text


async def test_what_is_broken_needs_an_answer(town: Town) -> None:
    """After the time is over no later one can be given; nor where nothing is promised any more."""
    anna, li, topic = await promised(town)
    await town.travel(hours=25)
    assert "Please write to them now" in await li.presses("改时间", topic=topic)
    await li.says("/later 3 working days The part is late", topic=topic)
    assert "part is late" not in anna.last.text
    await li.says("We are on it", topic=topic)
    assert "Nothing is promised" in await li.presses("改时间", topic=topic)


async def test_only_the_owner_gives_a_later_time(town: Town) -> None:
    """A colleague is refused by button and by command; a manager is not."""
    anna, _, topic = await promised(town)
    boss = await town.manager("Wang")
    zhao = await town.agent("Zhao", "complaints")
    told = anna.texts
    assert "Li" in await zhao.presses("改时间", topic=topic)
    await zhao.says("/later 3 working days I like to wait", topic=topic)
    assert anna.texts == told
    await boss.says("/later 3 working days A specialist comes on Wednesday.", topic=topic)
    assert "A specialist comes on Wednesday." in anna.last.text


async def test_a_house_may_refuse_altogether(town: Town) -> None:
    """Where the settings allow no later time, the button says so."""
    town.house.rules = Rules(promises=PromiseRules(later_at_most=0))
    _, li, topic = await promised(town)
    assert "as often as the house allows" in await li.presses("改时间", topic=topic)
