"""The customer file, looked after in a case's topic: who may set what, and where it shows."""

from __future__ import annotations

from sqlalchemy import select

from storage.event import Event
from storage.person import Customer
from tests.desk.cases import complaint
from tests.town.people import Person
from tests.town.town import Town


async def _file(town: Town, customer: Person) -> Customer:
    async with town.store.read() as session:
        here = (await town.conversation(customer)).id
        return (await session.scalars(select(Customer).where(Customer.conversation_id == here))).one()


async def _changes(town: Town) -> list[dict[str, object]]:
    async with town.store.read() as session:
        rows = await session.scalars(select(Event).where(Event.verb == "customer.changed").order_by(Event.id))
        return [dict(one.facts) for one in rows]


async def test_the_file_is_kept_in_the_topic(town: Town) -> None:
    """Staff write preferences, leaders set the rest; cards show it at once, the customer sees nothing."""
    li = await town.agent("Li", "complaints")
    wang = await town.manager("Wang")
    anna = await town.customer("Anna Smith", language_code="en")
    await anna.says("/start")
    await complaint(town, anna)
    await complaint(town, anna, "And the lamp is broken")
    group = town.group("complaints")
    first, second = group.topics
    heard = len(anna.texts)

    await li.says("/customer", topic=first)
    assert "📇" in first.last.text
    assert "一般客户" in first.last.text
    assert "head" in await li.presses("VIP", topic=first)
    assert not (await _file(town, anna)).vip
    assert "head" in await li.presses("客户类别", topic=first)

    await li.presses("偏好", topic=first)
    asked = first.last.message_id
    await li.says("x" * 301, topic=first, reply_to=asked)
    assert "300" in first.last.text
    await li.says("Her usual: oat milk, call 138 1234 5678", topic=first, reply_to=asked)
    assert (await _file(town, anna)).preferences == "Her usual: oat milk, call 138 1234 5678"
    # Whatever else answers the panel stays among colleagues, also once its words are taken.
    await li.presses("我来处理", topic=first)
    heard += 1
    await li.says("thanks", topic=first, reply_to=asked)
    assert len(anna.texts) == heard

    await wang.presses("VIP", topic=first)
    await wang.presses("客户类别", topic=first)
    await wang.presses("核心客户", topic=first)
    await wang.presses("客户经理", topic=first)
    await wang.presses("Li", topic=first)
    file = await _file(town, anna)
    assert (file.vip, file.customer_class) == (True, "core")
    for topic in group.topics:
        assert "⭐ VIP · 核心客户 · 客户经理：Li" in topic.card.text
        assert "📝 Her usual: oat milk, call ••••" in topic.card.text
    assert first.last.text.startswith("📇") or any("📇" in text for text in first.texts)

    await li.presses("客户资料", topic=first)
    assert "138 1234 5678" in li.last.text
    assert "客户经理" not in li.last.text
    assert "with Li" in li.last.text

    await li.presses("偏好", topic=first)
    shown = next(one.text for one in first.seen if one.message_id == asked)
    assert "oat milk, call ••••" in shown
    await li.presses("清除", topic=first)
    assert "oat milk" not in second.card.text
    assert [one["what"] for one in await _changes(town)] == [
        "preferences",
        "vip",
        "class",
        "manager",
        "preferences",
    ]
    assert "oat" not in str(await _changes(town))
    await anna.says("/customer")
    assert "topic" not in anna.last.text
    heard += 1
    await li.presses("完成", topic=first)
    assert not any("📇" in text for text in first.texts)
    assert len(anna.texts) == heard


async def test_a_plain_group_and_a_stranger(town: Town) -> None:
    """Without topics the command answers the card; who is not of the department changes nothing."""
    tom = await town.agent("Tom", "service")
    await town.open_group("complaints", forum=False)
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    await complaint(town, anna)
    group = town.group("complaints")
    card = next(one for one in group.seen if one.buttons)
    town.world.join(tom.id, group.id)
    await tom.says("/customer", group=group, reply_to=card.message_id)
    assert not any("📇" in text for text in group.texts)
    await li.says("/customer", group=group)
    assert "/customer" in group.seen[-1].text
    await li.says("/customer", group=group, reply_to=card.message_id)
    await li.presses("偏好", group=group)
    panel = group.seen[-1].message_id
    await li.says("Likes short letters", group=group, reply_to=panel)
    assert (await _file(town, anna)).preferences == "Likes short letters"
