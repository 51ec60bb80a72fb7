"""What comes between while an order is made: other stages, a standstill, somebody who is gone."""

from __future__ import annotations

from handlers.rules import OrderRules, OrderStage
from storage.case import CaseState
from storage.order import OrderState
from tests.desk.cases import the_case
from tests.orders.orders import STAGES, in_talk, recorded, rows
from tests.town.town import Town

COLOUR = OrderStage(key="colour", name={"zh": "确认颜色", "en": "Colour"}, asks="confirmation")
PLAN = OrderStage(key="plan", name={"zh": "图纸", "en": "Plan"})


def have(town: Town, *stages: OrderStage) -> None:
    """The business has these stages from now on."""
    town.house.rules = town.house.rules.model_copy(update={"orders": OrderRules(stages=stages)})


async def test_stages_that_change_under_way(town: Town) -> None:
    """One question does not push away another, and an order whose stage is no more is put where it is."""
    anna, li, topic = await in_talk(town)
    have(town, STAGES[0], COLOUR, *STAGES[1:])
    await li.says("/order new A-1\nA desk", topic=topic)
    assert anna.last.text.startswith("📦 A-1 (A desk)\nDesign")
    # The next stage asks too: it does not come before the answer to this one.
    await li.says("/order next", topic=topic)
    assert "还没有确认" in topic.last.text
    assert (await rows(town))[0].stage == "design"
    await li.says(f"/order ask {'Oak ' * 130}", topic=topic)
    assert "500" in topic.last.text
    await li.says("/order ask Oak, 120 cm", topic=topic)
    await li.says("/order new B-2 A bench", topic=topic)
    await anna.says("/order")
    desk, bench = anna.seen[-2:]
    assert desk.text.endswith("is it right like this?\nOak, 120 cm")
    await anna.presses("Please change something", message=desk.message_id)
    # The other order's words and buttons stay.
    assert "Design" in bench.text
    assert "✅ Yes, like this" in next(one for one in anna.seen if one.message_id == bench.message_id).buttons
    await anna.says("Beech, please")
    await li.says("/order B-2 cancel", topic=topic)
    await li.presses("确定取消 B-2", topic=topic)
    have(town, PLAN, COLOUR, *STAGES[1:])
    for words in ("next", "back", "ask Beech"):
        await li.says(f"/order A-1 {words}", topic=topic)
        assert "设置里已经没有 A-1 所在的这一步了" in topic.last.text
    await li.says("/order A-1", topic=topic)
    assert topic.last.buttons[:2] == ["📍 现在在：图纸", "📍 现在在：确认颜色"]
    await li.presses("现在在：确认颜色", topic=topic)
    assert anna.last.text == "📦 A-1 (A desk)\nColour: is it right like this?"
    await anna.presses("Please change something")
    await anna.says("/cancel")
    # A stage that asks nothing any more: what was asked is still asked to its end.
    have(town, PLAN, COLOUR.model_copy(update={"asks": ""}), *STAGES[1:])
    await li.says("/order A-1 ask Green", topic=topic)
    await anna.presses("Yes, like this")
    await li.says("/order A-1 next Being built", topic=topic)
    assert anna.last.text.startswith("📦 A-1 (A desk)\nIs now at: Being built")


async def test_a_standstill_of_weeks_is_not_made_up_for_at_once(town: Town) -> None:
    """Each is told once; a missed day has its date, and is called for until there is a new one."""
    anna, li, topic = await in_talk(town)
    boss = await town.manager("Wang")
    await li.says("/order new C-3", topic=topic)
    await li.presses("已处理", topic=topic)
    await anna.presses("Yes", message=anna.last.message_id)
    assert (await the_case(town)).state is CaseState.closed
    await town.travel(days=21)
    assert len(await recorded(town, "order.still")) == 1
    assert sum("A reminder: Design" in text for text in anna.texts) == 1
    await anna.presses("Yes, like this")
    await li.says("/order C-3 next building", topic=topic)
    await li.says("/order C-3 days 16.12.", topic=topic)
    await town.travel(days=1, hours=1)
    # The days are offered again, with their buttons.
    assert anna.last.buttons == ["Wednesday, 16 December", "📅 Another day, please"]
    await boss.says("/digest")
    assert "not moved" not in boss.last.text
    await anna.presses("16 December")
    await town.travel(days=10)
    sorry = "We had agreed on Wednesday, 16 December, and it is not ready yet. We are sorry."
    assert sum(sorry in text for text in anna.texts) == 1
    await town.travel(days=3)
    assert sum("客户还没有新的日期" in text for text in topic.texts) >= 1
    assert any("has no new day" in text for text in boss.texts)
    await boss.says("/digest")
    assert "One order is past its agreed day" in boss.last.text
    await li.says("/order C-3 next Ready", topic=topic)
    # A day that is over is not told as the agreed one.
    assert anna.last.text == "📦 C-3\nIs now at: Ready\nNext: Handed over"
    await li.says("/order C-3 days tomorrow", topic=topic)
    await anna.presses(anna.last.buttons[0])
    heard = len(anna.texts)
    await town.travel(minutes=5)
    assert not any("A reminder" in text for text in anna.texts[heard:])
    await town.travel(days=1)
    await li.says("/order C-3 next Handed over", topic=topic)
    await anna.presses("Something is wrong")
    told = len(topic.texts)
    await town.travel(days=1)
    assert not any("交付了吗" in text for text in topic.texts[told:])
    await boss.says("/digest")
    assert "agreed day" not in boss.last.text
    await li.says("/order C-3 back Ready", topic=topic)
    order, _ = await rows(town)
    assert (order.state, order.delivery_on) == (OrderState.running, None)


async def test_who_is_gone(town: Town) -> None:
    """Customers who can't be reached are rung; the order of who leaves calls somebody else."""
    anna, li, topic = await in_talk(town)
    boss = await town.manager("Wang")
    await li.says("/order new D-4", topic=topic)
    await anna.presses("Yes, like this")
    await li.presses("已处理", topic=topic)
    await anna.presses("Yes")
    town.world.block(anna.id)
    await town.settle()
    await li.says("/order D-4 next Being built", topic=topic)
    assert any("关于 D-4 的上一条消息，客户在这个聊天里没有收到" in text for text in topic.texts)
    await boss.says("/dismiss")
    await boss.presses("Li")
    await boss.presses("Yes, end")
    told = len(topic.texts)
    await town.travel(days=8)
    [called] = [text for text in topic.texts[told:] if "有一阵没动了" in text]
    assert "Wang" in called
