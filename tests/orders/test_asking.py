"""Where is my order? Theirs is shown to customers, nobody else's, and for the rest a person is asked."""

from __future__ import annotations

from sqlalchemy import select, update

from storage.action import Action
from storage.case import Case, CaseKind, CaseState
from storage.order import OrderState
from storage.promise import Promise
from tests.desk.cases import newest
from tests.orders.orders import in_talk, rows, with_stages
from tests.town.town import Town


async def test_an_unknown_order_is_a_question_for_people(town: Town) -> None:
    """Number asked, case with promise and department; once registered there, the customer sees it at once."""
    with_stages(town)
    li = await town.agent("Li")
    boss = await town.manager("Wang")
    anna = await town.customer("Anna")
    await anna.says("/start")
    assert "📦 My order" in anna.last.buttons
    await anna.presses("My order")
    assert "Which order is it?" in anna.last.text
    await anna.says("FW 2031")
    await anna.presses("Send")
    assert "your question is with a colleague" in anna.last.text
    async with town.store.read() as session:
        case = (await session.scalars(select(Case))).one()
        promise = (await session.scalars(select(Promise))).one()
    assert (case.kind, promise.kind) == (CaseKind.order_question, "first_answer")
    topic = newest(town.group("consulting"))
    assert "订单查询" in topic.card.text
    assert any("FW 2031 还没有登记" in text for text in topic.texts)
    # Asked again, it is the same matter.
    await anna.says("Order number: FW 2031")
    await anna.presses("Send")
    assert len(town.group("consulting").topics) == 1
    await li.presses("我来处理", topic=topic)
    await li.says("/order new FW-2031 Farway X3", topic=topic)
    assert "Design: is it right like this?" in anna.last.text
    await anna.presses("Yes, like this")
    await li.presses("已处理", topic=topic)
    await town.travel(hours=2)
    # As every kind but a plain question, it is asked after later.
    await anna.presses("Satisfied")
    async with town.store.read() as session:
        assert (await session.get_one(Case, case.id)).state is CaseState.closed
    for words in ("FW 2031", "where is my order fw 2031?", "my order", "Hi, is my order ready?", "/order"):
        await anna.says(words)
        assert anna.last.text.startswith("📦 FW-2031 (Farway X3)\nIs at: Design (since")
    await anna.says("/status")
    assert anna.last.text.startswith("📦 FW-2031 (Farway X3)")
    await boss.says("/cases order questions")
    assert boss.last.text.startswith("🗂 Open · Order question")


async def test_nobody_sees_another_s_order(town: Town) -> None:
    """Another's number says no more than an unknown one; agents are warned, and can't take it over."""
    anna, li, topic = await in_talk(town)
    await li.says("/order new FW-2031 Farway X3", topic=topic)
    tom = await town.agent("Tom", "service")
    town.world.join(tom.id, town.group("consulting").id)
    bob = await town.customer("Bob", language_code="zh-hans")
    heard = []
    for number in ("FW-2031", "XY-1"):
        for words in ("我的订单{}到哪了？", "/order {}", "订单：{}"):
            await bob.says(words.format(number))
            heard.append(bob.last.text.replace("XY-1", "FW-2031"))
            await bob.says("/cancel")
    assert "FW-2031" in heard[0]
    assert heard[:3] == heard[3:]
    await bob.says("/order FW-2031")
    await bob.presses("发送")
    assert not any("X3" in text or "Design" in text or "确认配置" in text for text in bob.texts)
    theirs = newest(town.group("consulting"))
    assert any("登记在另一位客户名下" in text for text in theirs.texts)
    # The same holds for a number that is added to a question there is.
    await bob.says("/order XY-9")
    await bob.presses("发送")
    assert "XY-9 还没有登记" in theirs.last.text
    await li.presses("我来处理", topic=theirs)
    await li.says("/order new FW-2031 mine now", topic=theirs)
    assert "登记在另一位客户名下" in theirs.last.text
    # Colleagues of another department, and people who are none, move nothing.
    await tom.says("/order FW-2031 cancel", topic=topic)
    assert "只有负责这个订单的部门" in topic.last.text
    town.world.join(bob.id, town.group("consulting").id)
    await bob.says("/order FW-2031 cancel", topic=topic)
    assert "只有负责这个订单的部门" in topic.last.text
    await li.says("/order FW-2031", topic=topic)
    assert "department" in await tom.presses("取消订单", topic=topic)
    assert "not for you" in await bob.presses("取消订单", topic=topic) or "不是给您的" in await bob.presses(
        "取消订单", topic=topic
    )
    asked = next(one for one in anna.seen if "✅ Yes, like this" in one.buttons)
    async with town.store.begin() as session:
        forged = update(Action).where(Action.kind == "order.confirm").values(audience="person:999")
        await session.execute(forged)
    assert await anna.presses("Yes, like this", message=asked.message_id) == "This button is not for you."
    assert (await rows(town))[0].state is OrderState.asked


async def test_without_stages_people_are_asked_all_the_same(town: Town) -> None:
    """A business that set no stages shows no button, and a question about an order is still a case."""
    li = await town.agent("Li")
    anna = await town.customer("Anna")
    await anna.says("/start")
    assert not any("order" in label for label in anna.last.buttons)
    await anna.says("Where is my order?")
    await anna.presses("Skip")
    await anna.presses("Send")
    topic = newest(town.group("consulting"))
    await li.presses("我来处理", topic=topic)
    assert not any("订单" in label for label in topic.card.buttons)
    await li.says("/order new FW-1", topic=topic)
    assert "还没有设置订单的阶段" in topic.last.text
