"""The header card tells an agent what came before."""

from __future__ import annotations

from sqlalchemy import select, update

from storage.event import Event
from storage.person import Customer, Person
from storage.staff import Staff
from storage.topic import Topic as TopicRow
from tests.desk.cases import complaint, complaint_resolved, newest
from tests.town.town import Town


async def test_it_says_what_the_bot_tried(town: Town) -> None:
    """A question that was handed over comes with what the bot had answered, or that it knew nothing."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("Do you lend out microscopes over the holidays?")
    await anna.says("talk to a human")
    assert "🤖 我给过几个答案" in newest(town.group("consulting")).card.text


async def test_it_says_what_the_customer_said_last(town: Town) -> None:
    """The outcome of the last return visit stands on the card of the next case."""
    anna, _, group = await complaint_resolved(town)
    await town.travel(hours=3)
    await anna.presses("Satisfied")
    await complaint(town, anna, "Now the lamp is broken")
    card = newest(group).card.text
    assert "Now the lamp is broken" in card
    assert "🕊 11月23日星期一 回访：" in card


async def test_the_topics_name_shows_the_state(town: Town) -> None:
    """A list of topics tells at a glance what is new, taken, resolved, open again, closed: name and icon."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    group = town.group("consulting")
    assert newest(group).name.startswith("🆕 ")
    assert newest(group).icon == "❗️"
    for press, mark, icon in (
        ("我来处理", "💬", "💬"),
        ("已处理", "☑️", "👀"),
        ("重新打开", "🔁", "⁉️"),
        ("已处理", "☑️", "👀"),
    ):
        await li.presses(press, topic=newest(group))
        assert newest(group).name.startswith(f"{mark} ")
        assert newest(group).icon == icon
    await anna.presses("Yes")
    assert newest(group).name.startswith("✅ ")
    assert newest(group).icon == "✅"
    assert newest(group).closed


async def test_it_tells_everything_on_one_screen(town: Town) -> None:
    """Who it is, what to remember, what came before, the promise with the time left: current, and short."""
    li = await town.agent("Li", "consulting", "complaints")
    anna = await town.customer("Anna Smith", language_code="en")
    await anna.says("/start")
    for words in ("The room was cold", "The lamp is broken", "Nobody rang back", "The bus was late"):
        await complaint(town, anna, words)
    old = town.group("complaints").topics[0]
    await li.presses("我来处理", topic=old)
    await li.presses("已处理", topic=old)
    await town.travel(hours=3)
    await anna.presses("Satisfied")
    async with town.store.begin() as session:
        await session.execute(update(Person).values(phone="+8613812345678"))
        for one in await session.scalars(select(Customer)):
            one.vip, one.account_manager_id = True, await session.scalar(select(Staff.id))
            one.preferences = "Sits by the window, wants short letters. " * 7
    await anna.says("Do you lend out microscopes over the holidays? " + "It is for my son's school. " * 20)
    await anna.says("talk to a human")
    topic = newest(town.group("consulting"))
    await li.presses("我来处理", topic=topic)
    card = topic.card.text
    for part in (
        "👤 Anna · +86138••••78 · 英文",
        "⭐ VIP · 一般客户 · 客户经理：Li",
        "📝 Sits by the window",
        "💬 Do you lend out",
        "🤖 ",
        "🕊 ",
        "😊",
        "⏳ 还剩 24 小时",
        "🙋 负责人：Li",
        "📂 另有未结束：",
        "🗄 之前 1 件",
    ):
        assert part in card
    assert len(card) <= 900
    assert card.count("\n") < 16

    await town.travel(minutes=30)
    assert "还剩 23 小时" in topic.card.text
    await town.travel(hours=22, minutes=40)
    assert "还剩不到一小时" in topic.card.text
    await town.travel(hours=3)
    assert "已过 2 小时" in topic.card.text
    await li.presses("备注", topic=topic)
    await li.says("Yes, we do", topic=topic)
    async with town.store.read() as session:
        kept = await session.scalar(select(TopicRow.card_next_at).where(TopicRow.thread == str(topic.thread)))
        pressed = await session.scalars(
            select(Event.facts).where(Event.verb == "button.pressed").order_by(Event.id)
        )
        assert [one["what"] for one in pressed] == ["desk.take", "desk.resolve", "desk.take", "desk.note"]
    assert kept is None
    assert "⏳" not in topic.card.text
