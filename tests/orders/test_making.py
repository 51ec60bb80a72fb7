"""An order from its registration to its acceptance, as customer and agents live it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from storage.case import CaseState, Waiting
from storage.order import DeliveryState, OrderState
from storage.promise import Promise, PromiseState
from tests.desk.cases import the_case
from tests.orders.orders import in_talk, recorded, rows
from tests.town.people import Person, Topic
from tests.town.town import Town


async def test_from_the_papers_to_the_accepted_work(town: Town) -> None:
    """Registered, asked, changed, agreed to, built, a day agreed, handed over, accepted: each step once."""
    anna, li, topic = await in_talk(town)
    await li.presses("订单", topic=topic)
    assert "/order 登记" in topic.last.text
    await li.says("/order new FW-2031 Farway X3, blue", topic=topic)
    assert anna.last.text.startswith("📦 FW-2031 (Farway X3, blue)\nDesign: is it right like this?")
    assert anna.last.buttons == ["✅ Yes, like this", "✏️ Please change something"]
    asked = anna.last.message_id
    assert (await the_case(town)).waits_for is Waiting.customer
    assert "等客户确认" in topic.card.text
    # It does not go on over the customer's head.
    assert "还没有确认" in await said(li, "/order next", topic)
    await anna.presses("change something")
    signed = next(one for one in anna.seen if one.message_id == asked)
    assert signed.buttons == []
    assert "You asked for a change.\n2026-11-23 10:00" in signed.text
    assert "What should be different?" in anna.last.text
    await anna.says("Grey seats please, not black")
    assert "our colleagues have it" in anna.last.text
    assert "Grey seats please, not black" in topic.texts
    assert (await the_case(town)).waits_for is None
    assert "要修改" in await said(li, "/order next", topic)
    await li.says("/order 确认 Blue, grey seats", topic=topic)
    assert anna.last.text.endswith("is it right like this?\nBlue, grey seats")
    await anna.presses("Yes, like this")
    assert "goes on; next: Being built" in anna.last.text
    assert any("客户确认“就这样”" in text for text in topic.texts)
    order, steps = await rows(town)
    assert [(one.what, one.by_staff, one.words) for one in steps] == [
        ("register", True, "Farway X3, blue"),
        ("ask", True, ""),
        ("change", False, ""),
        ("change_words", False, "Grey seats please, not black"),
        ("ask", True, "Blue, grey seats"),
        ("confirm", False, "Blue, grey seats"),
    ]
    assert (await recorded(town, "order.confirm"))[0].actor_kind == "customer"
    await li.presses("已处理", topic=topic)
    await anna.presses("Yes")
    assert (await the_case(town)).state is CaseState.closed
    # The matter is closed, and the order goes on by its number, from anywhere in the group.
    group = town.group("consulting")
    await li.says("/order fw2031 next The body is on the line", group=group)
    assert group.seen[-1].text == (
        "📦 FW-2031 (Farway X3, blue)\n从“确认配置”推进到“生产中”？客户会马上收到通知。\n"
        "附上您的话：The body is on the line"
    )
    assert "on the line" not in anna.last.text
    await li.presses("➡️ 生产中", group=group)
    assert anna.last.text == (
        "📦 FW-2031 (Farway X3, blue)\nIs now at: Being built\nThe body is on the line\nNext: Ready"
    )
    await li.says("/order FW-2031", group=town.group("consulting"))
    panel = next(one for one in reversed(town.group("consulting").seen) if one.buttons)
    assert "· 11-23 10:00 确认就这样：Blue, grey seats (客户)" in panel.text
    assert panel.text.endswith("· 11-23 10:00 推进：生产中 The body is on the line (Li)")
    assert panel.buttons == ["➡️ 可以提车", "📅 提日期", "↩️ 退回：确认配置", "✖️ 取消订单"]
    heard = len(anna.texts)
    for _ in range(2):
        town.world.press(li.id, town.group("consulting").id, panel.message_id, "➡️ 可以提车")
    await town.settle()
    # Tapped twice, it moves once, and the panel shows where it is now.
    assert [text for text in anna.texts[heard:] if "📦" in text] == [
        "📦 FW-2031 (Farway X3, blue)\nIs now at: Ready\nNext: Handed over"
    ]
    panel = next(one for one in town.group("consulting").seen if one.message_id == panel.message_id)
    assert panel.buttons[0] == "➡️ 已交付"
    assert any("接下来约日期" in text for text in topic.texts)
    await li.says("/order FW-2031 days whenever", group=town.group("consulting"))
    await li.says("/order FW-2031 days tomorrow | 28.11.", group=town.group("consulting"))
    assert anna.last.buttons == ["Tuesday, 24 November", "Saturday, 28 November", "📅 Another day, please"]
    days = anna.last.message_id
    await anna.presses("28 November")
    assert anna.last.text.startswith("Agreed: Saturday, 28 November (FW-2031). ")
    assert "You chose Saturday, 28 November." in next(one for one in anna.seen if one.message_id == days).text
    await anna.says("where is my order?")
    assert anna.last.text == (
        "📦 FW-2031 (Farway X3, blue)\nIs at: Ready (since Monday, 23 November)\nNext: Handed over\n"
        "Agreed day: Saturday, 28 November"
    )
    await town.travel(days=4)
    near = "A reminder: the day we agreed is near: Saturday, 28 November."
    assert len([text for text in anna.texts if near in text]) == 1
    await li.says("/order FW-2031 next Handed over", group=group)
    assert anna.last.buttons == ["✅ Everything is fine", "⚠️ Something is wrong"]
    await anna.presses("Everything is fine")
    order, _ = await rows(town)
    assert (order.state, order.delivery, order.look_at) == (OrderState.done, DeliveryState.agreed, None)
    told = len(anna.texts)
    await town.travel(days=20)
    assert not any("📦" in text for text in anna.texts[told:])


async def said(who: Person, words: str, topic: Topic) -> str:
    """What is written beneath a command in a topic."""
    await who.says(words, topic=topic)
    return topic.last.text


async def test_something_is_wrong(town: Town) -> None:
    """What is not right opens the matter again, supervised; mended, it is handed over anew (Chinese)."""
    anna, li, topic = await in_talk(town, "zh-hans")
    await li.says("/order 登记 2026-77 校服 两套", topic=topic)
    assert anna.last.text.startswith("📦 2026-77 (校服 两套)\n确认配置：这样可以吗？")
    first = anna.last.message_id
    await li.says("/order 确认 身高 130，藏青色", topic=topic)
    # The first question was replaced by this one.
    await anna.presses("对，就这样", message=first)
    assert "有了更新的问题" in anna.last.text
    assert (await rows(town))[0].state is OrderState.asked
    # They said so by telephone: that is noted as the agent's word, and the customer reads it.
    await li.presses("订单", topic=topic)
    await li.presses("口头同意", topic=topic)
    assert any("按您对同事说的" in text for text in anna.texts[-2:])
    assert (await the_case(town)).waits_for is None
    await anna.says("订单到哪一步了？")
    await li.says("/order 下一步 生产中", topic=topic)
    await li.says("/order 下一步 可以提车", topic=topic)
    await li.says("/order 退回 生产中：还要再熨一次", topic=topic)
    assert anna.last.text == "📦 2026-77 (校服 两套)\n现在到了：生产中\n还要再熨一次\n下一步：可以提车"
    await li.says("/order 下一步 ready", topic=topic)
    await li.says("/order 下一步 已交付", topic=topic)
    handed = anna.last.message_id
    await li.presses("已处理", topic=topic)
    await anna.presses("有问题")
    assert "您说有问题" in next(one for one in anna.seen if one.message_id == handed).text
    case = await the_case(town)
    assert (case.state, case.supervised) == (CaseState.reopened, True)
    assert any("告诉您怎么处理" in text for text in anna.texts[-2:])
    assert anna.last.text.endswith("同事马上就能看到。")
    await anna.sends(photo=b"", caption="扣子掉了")
    assert "同事已经收到" in anna.last.text
    assert any(one.kind == "photo" for one in topic.seen)
    await anna.says("明天能换吗")
    assert "明天能换吗" in topic.texts
    async with town.store.read() as session:
        running = select(Promise).where(Promise.state == PromiseState.open)
        assert {one.kind for one in await session.scalars(running)} == {"finding"}
    await li.says("/order 确认", topic=topic)
    await li.says("/order", topic=topic)
    await li.presses("请客户确认", topic=topic)
    assert "/order 2026-77 确认" in topic.last.text
    await li.says("/order 2026-77 确认 扣子已缝好", topic=topic)
    assert anna.last.text == "📦 2026-77 (校服 两套)\n已交付：一切都好吗？\n扣子已缝好"
    await anna.presses("没问题")
    assert (await rows(town))[0].state is OrderState.done
    await li.says("/order 2026-77 取消", topic=topic)
    assert "已完成" in topic.last.text


async def test_another_day_suits_better(town: Town) -> None:
    """What suits is said in the customer's own words; a day put off is told beforehand, with the reason."""
    anna, li, topic = await in_talk(town)
    await li.says("/order new A-1", topic=topic)
    await anna.presses("Yes, like this")
    await li.says("/order late 2.12. no ship", topic=topic)
    assert "还没有约好日期" in topic.last.text
    await li.says("/order days 1.12. | 2.12.", topic=topic)
    old = anna.last.message_id
    await anna.presses("Another day")
    await anna.says("Only on a Saturday")
    assert any("客户希望：Only on a Saturday" in text for text in topic.texts)
    await li.says("/order days 5.12.", topic=topic)
    await anna.presses("1 December", message=old)
    assert "no longer be chosen" in anna.last.text
    await anna.presses("5 December")
    await li.says("/order late 12.12.", topic=topic)
    assert "请写新的日期和原因" in topic.last.text
    await li.says("/order late 4.12. sooner", topic=topic)
    assert "并不比约好的晚" in topic.last.text
    await li.says("/order late 12.12. The ship is late.", topic=topic)
    assert "we are sorry for that. The ship is late.\nThe new day is Saturday, 12 December." in anna.last.text
    assert (await rows(town))[0].delivery_on == date(2026, 12, 12)
    heard = len(anna.texts)
    await li.says("/order cancel The wood is gone", topic=topic)
    assert topic.last.text.endswith("订单到此结束。\n附上您的话：The wood is gone")
    await li.presses("先不动", topic=topic)
    assert topic.last.buttons[-1] == "✖️ 取消订单"
    await li.presses("取消订单", topic=topic)
    assert topic.last.text == "✖️ A-1\n取消这个订单？客户会马上收到通知，订单到此结束。"
    assert len(anna.texts) == heard
    await li.says("/order cancel The wood is gone", topic=topic)
    await li.presses("确定取消 A-1", topic=topic)
    assert "This order is cancelled.\nThe wood is gone" in anna.last.text
    await anna.presses("Another day")
    assert "There is no day to choose" in anna.last.text
    # A cancelled number can be written down anew, as for the right customer.
    await li.says("/order new A-1 A desk", topic=topic)
    assert anna.last.text.startswith("📦 A-1 (A desk)")


async def test_two_who_move_it_at_once(town: Town) -> None:
    """Whatever two agents type and press at the same time, an order moves one stage and is told once."""
    anna, li, topic = await in_talk(town)
    mei = await town.agent("Mei")
    await li.says("/order new FW-9 A boat", topic=topic)
    await anna.presses("Yes, like this")
    heard = len(anna.texts)
    for who in (li, mei):
        town.world.send(who.id, topic.group.id, thread=topic.thread, text="/order FW-9 next")
    await town.settle()
    asked = [one.message_id for one in topic.seen if one.buttons == ["➡️ 生产中", "先不动"]]
    assert len(asked) == 2
    assert len(anna.texts) == heard
    for who, message in zip((li, mei), asked, strict=True):
        town.world.press(who.id, topic.group.id, message, "➡️ 生产中")
    await town.settle()
    assert [text for text in anna.texts[heard:] if "📦" in text] == [
        "📦 FW-9 (A boat)\nIs now at: Being built\nNext: Ready"
    ]
    # The one who was later reads where it is, and has the next step before them.
    assert "➡️ 可以提车" in next(one for one in topic.seen if one.message_id == asked[1]).buttons
    await li.says("/order FW-9 next", topic=topic)
    await li.says("/order FW-9 next 可以提车: It shines", topic=topic)
    assert anna.last.text == "📦 FW-9 (A boat)\nIs now at: Ready\nIt shines\nNext: Handed over"
    late = await mei.presses("➡️ 可以提车", topic=topic)
    assert late == "FW-9 is already at “Ready” (in the making), so nothing was done this time."
    assert "FW-9 已经在“可以提车”（进行中）" in await said(mei, "/order FW-9 next 可以提车", topic)
    assert "您写的不是相邻的一步" in await said(mei, "/order FW-9 next Design", topic)
    await li.says("/order FW-9", topic=topic)
    panel = topic.last.message_id
    await li.presses("取消订单", topic=topic, message=panel)
    assert "cancelled" not in anna.last.text
    await mei.says("/order FW-9 next Handed over", topic=topic)
    # What was asked of an order that went on meanwhile is not done.
    assert "“Handed over”" in await li.presses("确定取消 FW-9", topic=topic, message=panel)
    assert (await rows(town))[0].state is OrderState.handed
