"""Nobody's order stands still unseen: customers are reminded a few times, agents hear until it moves."""

from __future__ import annotations

from storage.case import CaseState
from tests.desk.cases import the_case
from tests.orders.orders import in_talk, rows
from tests.town.people import Person, Topic
from tests.town.town import Town


def count(texts: list[str], words: str) -> int:
    """How often something was said."""
    return sum(words in text for text in texts)


async def settled(town: Town, anna: Person, li: Person, topic: Topic) -> None:
    """The talk about something else is over; the order is not."""
    await li.presses("已处理", topic=topic)
    await anna.presses("Yes")
    assert (await the_case(town)).state is CaseState.closed


async def test_who_does_not_answer_is_asked_a_few_times(town: Town) -> None:
    """Two reminders with buttons, by day; then the agents are asked to ring, and those above hear of it."""
    anna, li, topic = await in_talk(town)
    boss = await town.manager("Wang")
    await settled(town, anna, li, topic)
    group = town.group("consulting")
    await town.travel(hours=12)
    await li.says("/order new B-7 A bench", topic=topic)
    for _ in range(12):
        await town.travel(hours=1)
    assert count(anna.texts, "A reminder") == 0
    # Asked at ten in the evening: the reminder comes the morning after the next day.
    await town.travel(hours=24)
    assert count(anna.texts, "A reminder: Design waits for your word.") == 1
    assert anna.last.buttons == ["✅ Yes, like this", "✏️ Please change something"]
    for _ in range(6):
        await town.travel(days=1)
    assert count(anna.texts, "A reminder") == 2
    assert count(topic.texts, "还没有回答") >= 2
    assert count(boss.texts, "does not answer") >= 1
    await anna.presses("Yes, like this")
    assert "goes on" in anna.last.text
    # Now it is with us: three working days, then the agents are told, and again.
    await li.says("/order B-7 next Being built", group=group)
    told = len(topic.texts)
    await town.travel(days=2)
    assert count(topic.texts[told:], "有一阵没动了") == 0
    for _ in range(6):
        await town.travel(days=1)
    assert count(topic.texts[told:], "有一阵没动了") >= 2
    assert count(boss.texts, "does not move") >= 1
    await li.says("/order", group=group)
    assert group.texts[-1] == "📦 进行中的订单 1 个：\n📦 B-7 (A bench)：生产中 · 进行中 · ⏰"
    await boss.says("/digest")
    assert "📦 One order has not moved for a while" in boss.last.text


async def test_a_day_that_can_not_be_kept_is_told_first(town: Town) -> None:
    """The agents hear the day before; the customer on the morning of the day, before they have to ask."""
    anna, li, topic = await in_talk(town)
    boss = await town.manager("Wang")
    await li.says("/order new C-3 A cupboard", topic=topic)
    await anna.presses("Yes, like this")
    await li.says("/order next Being built", topic=topic)
    await li.says("/order days 26.11.", topic=topic)
    await anna.presses("26 November")
    await settled(town, anna, li, topic)
    await town.travel(days=2)
    assert count(topic.texts, "现在还在：生产中") == 1
    assert count(anna.texts, "the day we agreed") == 0
    await town.travel(days=1)
    assert (
        count(anna.texts, "We had agreed on Thursday, 26 November, and it is not ready yet. We are sorry.")
        == 1
    )
    assert count(topic.texts, "还没有准备好") == 1
    assert count(boss.texts, "please see that they hear the new day") == 1
    await boss.says("/digest")
    assert "📦 One order is past its agreed day" in boss.last.text
    await li.says("/order C-3 late 30.11. The wood came late.", topic=topic)
    await li.says("/order C-3 next Ready", topic=topic)
    assert anna.last.text.endswith("Next: Handed over\nAgreed day: Monday, 30 November")
    await town.travel(days=3)
    assert count(anna.texts, "A reminder: the day we agreed is near: Monday, 30 November") == 1
    await town.travel(days=2)
    # It was ready; whether it was delivered, only people know.
    assert count(topic.texts, "交付了吗") == 1
    assert count(anna.texts, "it is not ready") == 1
    order, _ = await rows(town)
    assert order.missed_at is not None
