"""While we wait for the customer, the promised time stands still."""

from __future__ import annotations

from sqlalchemy import select

from handlers.rules import PromiseRules, Rules
from storage.promise import Promise, PromiseState
from tests.desk.cases import complaint, complaint_resolved, newest
from tests.town.people import Person, Topic
from tests.town.town import Town


async def reopened(town: Town) -> tuple[Person, Person, Topic]:
    """A complaint reopened at noon on Monday: Li answered, and a finding is due in five working days."""
    anna, li, group = await complaint_resolved(town)
    await town.travel(hours=2)
    await anna.presses("Not satisfied")
    await anna.says("It is cold again")
    topic = newest(group)
    await li.says("Which room was it?", topic=topic)
    return anna, li, topic


async def finding(town: Town) -> Promise:
    """The promised finding."""
    async with town.store.read() as session:
        return (await session.scalars(select(Promise).where(Promise.kind == "finding"))).one()


async def test_the_time_stands_still_until_the_customer_writes(town: Town) -> None:
    """Both sides are told; nothing is late meanwhile; the rest of the time runs on in working time."""
    anna, li, topic = await reopened(town)
    assert "time stands still" in await li.presses("等客户", topic=topic)
    assert "Li needs something from you" in anna.last.text
    assert "等客户回复" in topic.card.text
    assert (await finding(town)).left_seconds == (6 + 5 * 9) * 3600
    await anna.says("/status")
    assert "Li is waiting for something from you" in anna.last.text
    await town.travel(days=1)
    await anna.says("Room 12")
    assert any("you hear from us by Tuesday, 1 December, 18:00" in text for text in anna.texts)
    assert "等客户回复" not in topic.card.text
    assert "Room 12" in topic.texts
    kept = await finding(town)
    assert (kept.state, kept.paused_at) == (PromiseState.open, None)


async def test_who_does_not_answer_is_asked_again_and_then_rung(town: Town) -> None:
    """The customer is asked once more; after that the owner is asked to ring; nothing breaks."""
    anna, li, topic = await reopened(town)
    await li.presses("等客户", topic=topic)
    asked = len(anna.texts)
    await town.travel(days=2)
    assert "still waiting for something from you" in anna.last.text
    assert len(anna.texts) == asked + 1
    await town.travel(days=2)
    assert topic.last.text.startswith("Li，")
    assert "打个电话" in topic.last.text
    assert len(anna.texts) == asked + 1
    await town.travel(days=7)
    assert (await finding(town)).state is PromiseState.open


async def test_the_agent_may_go_on_without(town: Town) -> None:
    """“Go on” lets the time run again, and the customer hears by when they hear from us."""
    anna, li, topic = await reopened(town)
    await li.presses("等客户", topic=topic)
    await town.travel(hours=1)
    assert await li.presses("继续", topic=topic) == "The time runs on."
    assert "We go on with" in anna.last.text
    assert "⏸ 等客户" in topic.card.buttons


async def test_an_automatic_line_is_no_question(town: Town) -> None:
    """Before a person has written to the customer, there is nothing to wait for."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    told = anna.texts
    assert "first write to the customer" in await li.presses("等客户", topic=topic)
    assert anna.texts == told


async def test_where_nothing_is_promised_a_reply_is_watched(town: Town) -> None:
    """A waiting case is never forgotten; words of ours meanwhile do not end the waiting."""
    town.house.rules = Rules(promises=PromiseRules(first_answer="4 working hours"))
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    await li.says("When did it happen?", topic=topic)
    await li.presses("等客户", topic=topic)
    await li.says("Take your time", topic=topic)
    assert "等客户回复" in topic.card.text
    await town.travel(days=2)
    assert "still waiting" in anna.last.text
    await anna.says("On Friday")
    assert "客户在等回复，最晚今天 14:00" in topic.card.text
    await li.says("Thank you", topic=topic)
    assert "等回复" not in topic.card.text


async def test_resolving_while_waiting_keeps_the_promise(town: Town) -> None:
    """A matter settled on the telephone while we waited is kept in time, however long it took."""
    _, li, topic = await reopened(town)
    await li.presses("等客户", topic=topic)
    await town.travel(days=10)
    await li.presses("已处理", topic=topic)
    assert (await finding(town)).state is PromiseState.kept


async def test_a_waiting_case_passed_on_tells_no_old_time(town: Town) -> None:
    """Passed on to nobody yet, the customer hears what we wait for, with no time and no missing name."""
    anna, li, topic = await reopened(town)
    await town.agent("Tom", "consulting")
    await li.presses("等客户", topic=topic)
    await li.says("/transfer consulting yours", topic=topic)
    assert "as soon as you have answered what we asked" in anna.last.text
    assert "November" not in anna.last.text
    await anna.says("/status")
    assert "We are waiting for something from you" in anna.last.text
    await town.travel(days=2)
    assert "a colleague will go on with it" in anna.last.text
    await anna.says("Room 12")
    assert any("We go on with" in text and "you hear from us by" in text for text in anna.texts)


async def test_a_waiting_case_of_the_dismissed_tells_no_old_time(town: Town) -> None:
    """Whoever takes over waits for the customer as the one before: the customer hears no false time."""
    boss = await town.manager("Wang")
    anna, li, topic = await reopened(town)
    await li.presses("等客户", topic=topic)
    await boss.says("/dismiss")
    await boss.presses("Li")
    await boss.presses("Yes, end")
    assert "Another colleague takes over" in anna.last.text
    assert "stands still" in anna.last.text
    assert "November" not in anna.last.text
