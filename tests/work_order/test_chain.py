"""The chain of a work, played from the request to the paid bill, and where it turns aside."""

from __future__ import annotations

from sqlalchemy import select

from storage.appointment import Appointment
from storage.case import Case, CaseState, Outcome, Waiting
from storage.event import Event
from storage.promise import Promise, PromiseState
from storage.work_order import WorkOrder
from tests.desk.cases import complaint, newest, the_case
from tests.town.people import Person, Topic
from tests.town.town import Town


async def requested(town: Town, language: str = "en") -> tuple[Person, Person, Topic]:
    """A request that Li has taken and answered: customer, agent and topic."""
    li = await town.agent("Li", "service")
    anna = await town.customer("Anna", language_code=language)
    await anna.says("repair: the pump is out" if language == "en" else "报修：水泵坏了")
    await anna.presses("🙋")
    topic = newest(town.group("service"))
    await li.presses("我来处理", topic=topic)
    await li.says("I'll call you in a minute", topic=topic)
    return anna, li, newest(town.group("service"))


async def rows(town: Town) -> tuple[WorkOrder, list[Appointment]]:
    """The one work order, and all appointments, oldest first."""
    async with town.store.read() as session:
        order = (await session.scalars(select(WorkOrder))).one()
        return order, list(await session.scalars(select(Appointment).order_by(Appointment.id)))


async def verbs(town: Town, *names: str) -> list[dict[str, object]]:
    """The facts of recorded events of these names, oldest first."""
    async with town.store.read() as session:
        found = await session.scalars(select(Event).where(Event.verb.in_(names)).order_by(Event.id))
        return [{"verb": one.verb, "by": one.actor_kind, **one.facts} for one in found]


async def test_from_the_request_to_the_paid_bill(town: Town) -> None:
    """Finding, price, the customer's word, a time, reminders, repair, return visit, bill, payment."""
    anna, li, topic = await requested(town)
    assert "已开工单" in topic.card.text
    await li.presses("工单", topic=topic)
    assert not [label for label in topic.last.buttons if "修好" in label or "已到达" in label]
    await li.says("/work price 380 A new pump, fitted", topic=topic)
    assert "请先记下" in topic.last.text
    await li.says("/work done", topic=topic)
    assert "请先记下" in topic.last.text
    await li.presses("检查结果", topic=topic)
    assert "/work 发现" in topic.last.text
    await li.says("/work found The pump is worn out, call 13800138000", topic=topic)
    assert "检查结果：The pump is worn out, call ••••" in topic.card.text
    await li.says("/work done", topic=topic)
    assert "客户同意之后才能开工" in topic.last.text
    await li.says("/work price three hundred", topic=topic)
    assert "/work 报价 380" in topic.last.text
    await li.says("/work price 380.50 A new pump, fitted", topic=topic)
    assert anna.last.text.startswith(f"About {(await the_case(town)).number}: A new pump, fitted")
    assert "CN¥380.50" in anna.last.text
    offered = anna.last.message_id
    case = await the_case(town)
    assert (case.waits_for, case.answered_at is not None) == (Waiting.customer, True)
    assert "等待客户" in topic.card.text or "等客户" in topic.card.text
    await anna.says("/status")
    assert "A question waits for your word: CN¥380.50" in anna.last.text
    await anna.presses("Yes, please do", message=offered)
    agreed = next(one for one in anna.seen if one.message_id == offered)
    assert agreed.buttons == []
    assert "You have agreed to A new pump, fitted, for CN¥380.50." in agreed.text
    assert "2026-11-23 10:00" in agreed.text
    assert (await the_case(town)).waits_for is None
    assert (await verbs(town, "work.accepted"))[0] == {
        "verb": "work.accepted",
        "by": "customer",
        "offer": 1,
        "price": 38050,
        "currency": "CNY",
    }
    await li.says("/work times whenever you like", topic=topic)
    assert "一到三个时间" in topic.last.text
    await li.says("/work times tomorrow 14:00 | 26.11. 9:30", topic=topic)
    assert anna.last.buttons == [
        "tomorrow, 24 November, 14:00",
        "Thursday, 26 November, 09:30",
        "🕑 Another time, please",
    ]
    proposed = anna.last.message_id
    await anna.presses("26 November", message=proposed)
    assert anna.last.text.startswith("Agreed: Thursday, 26 November, 09:30")
    await anna.presses("24 November", message=proposed)
    assert "no longer free" in anna.last.text
    assert "上门：11月26日星期四 09:30" in topic.card.text
    await anna.says("/status")
    assert "A colleague comes to you: Thursday, 26 November, 09:30." in anna.last.text
    before = len(anna.texts)
    await town.travel(days=1, hours=23, minutes=30)
    assert [text for text in anna.texts[before:] if "A reminder" in text] == [
        f"A reminder: a colleague comes to you tomorrow, 26 November, 09:30 about {case.number}."
    ]
    await town.travel(hours=23, minutes=30)
    assert "A reminder: a colleague comes to you today, 09:30" in anna.last.text
    assert any("快到时间了" in text for text in topic.texts)
    await town.travel(minutes=25)
    await li.says("/work", topic=topic)
    assert "on time" in await li.presses("已到达", topic=topic)
    assert (await verbs(town, "appointment.arrived"))[0]["minutes"] == -5
    assert "准时到达" in topic.card.text
    await li.says("/work", topic=topic)
    await li.presses("修好了", topic=topic)
    assert any("reports that your matter" in text for text in anna.texts[-2:])
    assert any("接下来开发票" in text for text in topic.texts)
    await li.says("/work invoice 2026-118", topic=topic)
    assert "Your invoice 2026-118" in anna.last.text
    assert "Please pay it by 3 Dec 2026" in anna.last.text or "Dec 3, 2026" in anna.last.text
    await town.travel(hours=2)
    await anna.presses("Satisfied")
    assert (await the_case(town)).outcome is Outcome.satisfied
    for _ in range(4):
        await town.travel(days=7)
    assert len([text for text in anna.texts if "friendly reminder" in text]) == 3
    assert len([text for text in topic.texts if text.startswith("🧾 Li，发票")]) == 4
    assert not any("sorry" in text for text in anna.texts)
    await li.presses("工单", topic=topic)
    assert "thanked" in await li.presses("已付款", topic=topic)
    assert "has arrived" in anna.last.text
    boss = await town.manager("Wang")
    await boss.says(f"/cases {case.number}")
    for words in ("paid", "repaired", "invoice noted"):
        assert f" · {words}" in boss.last.text
    assert "🧾 Invoice 2026-118: paid" in boss.last.text
    told = len(anna.texts)
    await boss.says("/digest")
    assert "invoice" not in boss.last.text
    await town.travel(days=10)
    assert len(anna.texts) == told


async def test_nobody_is_late_in_silence(town: Town) -> None:
    """Lateness is told beforehand with its reason; and where nobody arrives, the customer is asked."""
    anna, li, topic = await requested(town)
    boss = await town.manager("Wang")
    assert "没有约好" in (await _last_after(li, "/work arrived", topic))
    await li.says("/work found The hose leaks", topic=topic)
    await li.says("/work", topic=topic)
    await li.presses("免费", topic=topic)
    assert "The repair costs you nothing" in anna.last.text
    heard = len(anna.texts)
    assert "is asked" in await li.presses("免费", topic=topic)
    assert len(anna.texts) == heard
    await anna.presses("Yes, please do")
    await li.says("/work times 14:00", topic=topic)
    await anna.presses("today, 14:00")
    await town.travel(hours=3, minutes=45)
    await li.says("/work", topic=topic)
    await li.presses("会晚到", topic=topic)
    await li.presses("0.5", topic=topic)
    await li.presses("路上比较堵", topic=topic)
    assert "we are sorry for that. The traffic is heavy. The new time is today, 14:30." in anna.last.text
    heard = len(anna.texts)
    assert "knows" in await li.presses("路上比较堵", topic=topic)
    assert len(anna.texts) == heard
    await li.says("/work late 14:20 earlier after all", topic=topic)
    assert "并不比约好的晚" in topic.last.text
    await li.says("/work late 15:10 The visit before takes longer.", topic=topic)
    assert "The visit before takes longer. The new time is today, 15:10." in anna.last.text
    await town.travel(hours=1, minutes=36)
    assert "Is somebody with you?" in anna.last.text
    assert any("还没有人点" in text for text in topic.texts)
    await anna.presses("Not yet")
    assert "sorry to keep you waiting" in anna.last.text
    assert "Nobody came" in boss.last.text
    await li.says("/work late 16:30 The van broke down.", topic=topic)
    await town.travel(minutes=80)
    await anna.presses("Yes, but late")
    await town.travel(minutes=1)
    await boss.says("/digest")
    assert "🚪 2 visits, 0 on time" in boss.last.text
    _, visits = await rows(town)
    assert [(one.state.value, one.on_time) for one in visits] == [
        ("moved", None),
        ("moved", None),
        ("moved", False),
        ("arrived", False),
    ]
    assert [one["beforehand"] for one in await verbs(town, "appointment.moved")] == [True, True, False]
    assert (await verbs(town, "appointment.arrived"))[0]["by"] == "customer"
    await li.says("/work done", topic=topic)
    await town.travel(hours=2)
    await anna.presses("Not satisfied")
    assert (await the_case(town)).supervised
    await li.says("/work found It was the valve", topic=topic)
    assert "请先告诉客户价格" in (await _last_after(li, "/work done", topic))
    assert [one["verb"] for one in await verbs(town, "work.repaired", "work.resumed", "work.located")] == [
        "work.located",
        "work.repaired",
        "work.resumed",
        "work.located",
    ]


async def _last_after(li: Person, words: str, topic: Topic) -> str:
    await li.says(words, topic=topic)
    return topic.last.text


async def test_nobody_pays_for_what_is_not_mended(town: Town) -> None:
    """Open again, only agents are reminded of the bill; the new price is not the old invoice's."""
    anna, li, topic = await requested(town)
    await li.says("/work found The pump", topic=topic)
    await li.says("/work price 380 A pump", topic=topic)
    await anna.presses("Yes, please do")
    await li.says("/work done", topic=topic)
    sent = await li.sends(document=b"%PDF-1.4", caption="/work invoice 118", topic=topic)
    assert anna.last.kind == "document", "the file goes to the customer with the words"
    assert anna.last.text.startswith("Your invoice 118 for")
    await anna.says("Thanks, I see it", reply_to=anna.last.message_id)
    answered = [
        one.raw["reply_to_message"]["message_id"] for one in topic.seen if "reply_to_message" in one.raw
    ]
    assert sent in answered, "it stays with the case"
    await town.travel(hours=2)
    await anna.presses("Not satisfied")
    await town.travel(days=8)
    await town.travel(days=8)
    assert any(text.startswith("🧾 Li，发票 118") for text in topic.texts)
    assert not any("friendly reminder" in text for text in anna.texts)
    await li.says("/work found The valve", topic=topic)
    await anna.says("/status")
    assert "118" not in anna.last.text
    await li.says("/work paid", topic=topic)
    assert anna.last.text == "Thank you: your payment for invoice 118 has arrived."
    await li.says("/work price 90 A valve", topic=topic)
    await anna.presses("Yes, please do")
    file = await li.sends(document=b"%PDF-1.4", topic=topic)
    there = anna.last.message_id
    await li.says("/work invoice 119", topic=topic, reply_to=file)
    assert anna.last.raw["reply_to_message"]["message_id"] == there
    assert "Your invoice 119" in anna.last.text
    assert "CN¥90.00" in anna.last.text


async def test_a_bill_outlasts_whoever_wrote_it(town: Town) -> None:
    """Who leaves hands over what is closed but not billed: whoever is there is asked for both."""
    anna, li, topic = await requested(town)
    mei, boss = await town.agent("Mei", "service"), await town.manager("Wang")
    await li.says("/work found The pump", topic=topic)
    await li.says("/work price 380 A pump", topic=topic)
    await anna.presses("Yes, please do")
    await li.says("/work done", topic=topic)
    await town.travel(hours=2)
    await anna.presses("Satisfied")
    assert (await the_case(town)).state is CaseState.closed
    await boss.says("/dismiss")
    await boss.presses("Li", message=boss.last.message_id)
    await boss.presses("Mei goes on")
    await town.travel(days=2)
    assert topic.last.text.startswith("🧾 Mei，")
    assert "发票（¥380.00）还没有开" in topic.last.text
    await boss.says("/digest")
    assert "One repair waits for its invoice" in boss.last.text
    await mei.says("/work invoice 118", topic=topic)
    assert anna.last.text.startswith("Your invoice 118 for")
    asked = len([text for text in topic.texts if "还没有开" in text])
    await town.travel(days=8)
    assert len([text for text in topic.texts if "还没有开" in text]) == asked
    assert topic.last.text.startswith("🧾 Mei，发票 118")
    await mei.says("/work paid", topic=topic)
    assert "has arrived" in anna.last.text


async def test_nobody_is_asked_for_an_invoice_on_a_holiday(town: Town) -> None:
    """What falls due while the house is closed waits for the first hour of work after it."""
    anna, li, topic = await requested(town)
    boss = await town.manager("Wang")
    await boss.says("/hours 2026-11-24..2026-11-26 closed Stocktaking")
    await li.says("/work found The pump", topic=topic)
    await li.says("/work price 380 A pump", topic=topic)
    await anna.presses("Yes, please do")
    await li.says("/work done", topic=topic)
    await town.travel(days=3)
    assert not [text for text in topic.texts if "还没有开" in text]
    await town.travel(days=1)
    assert len([text for text in topic.texts if "还没有开" in text]) == 1
    assert not [text for text in boss.texts if "more than once" in text]
    await town.travel(days=3)
    told = [text for text in boss.texts if "Li has been asked more than once for the invoice" in text]
    assert len(told) == 1
    await li.says("/work invoice 118", topic=topic)
    assert anna.last.text.startswith("Your invoice 118 for")
    await town.travel(days=2)
    assert len([text for text in boss.texts if "more than once" in text]) == 1


async def test_only_the_customer_s_word_ends_a_declined_work(town: Town) -> None:
    """A declined price leaves the case open: another way may be found, and old offers accept nothing."""
    anna, li, topic = await requested(town, "zh-hans")
    await li.says("/work 发现 主板坏了", topic=topic)
    await li.says("/work 报价 1,280 更换主板", topic=topic)
    first = anna.last.message_id
    assert "价格：¥1,280.00" in anna.last.text
    await li.says("/work 报价 980元 换一块翻新主板", topic=topic)
    await anna.presses("好的，请处理", message=first)
    assert "更新的方案" in anna.last.text
    await anna.presses("不用了")
    assert "完全没关系" in anna.last.text
    assert "抱歉" not in anna.last.text
    assert (await the_case(town)).is_open
    assert "客户没有同意：¥980.00" in topic.card.text
    await anna.presses("还有别的办法吗")
    assert any("想听听别的办法" in text for text in topic.texts)
    async with town.store.read() as session:
        running = select(Promise).where(Promise.state == PromiseState.open)
        assert (await session.scalars(running)).one().kind == "reply"
    await li.says("/work 报价 600 只换电源", topic=topic)
    offered = anna.last.message_id
    await li.presses("已处理", topic=topic)
    # Whoever resolves it while the question stands has it again with the answer.
    await anna.presses("不用了", message=offered)
    assert (await the_case(town)).state is CaseState.reopened
    async with town.store.read() as session:
        assert (await session.scalars(running)).one().kind == "reply"
    await anna.presses("请结束这件事")
    assert (await the_case(town)).outcome is Outcome.withdrawn
    order, _ = await rows(town)
    assert (order.state.value, order.offers) == ("declined", 3)
    await anna.says("/status")
    assert "没有" in anna.last.text


async def test_another_time_calls_the_agreed_one_off(town: Town) -> None:
    """Nobody goes where nobody is; a settled matter needs no visit; colleagues without it ask in vain."""
    anna, li, topic = await requested(town)
    tom = await town.agent("Tom", "service")
    await li.says("/work times tomorrow 14:00", topic=topic)
    assert "只有负责人" in (await _last_after(tom, "/work times tomorrow 15:00", topic))
    await anna.presses("Another time")
    assert "When would it suit you" in anna.last.text
    await anna.says("Thursday after work")
    assert any("客户希望：Thursday after work" in text for text in topic.texts)
    await li.says("/work times 26.11. 18:30", topic=topic)
    await anna.presses("26 November")
    await anna.presses("Another time")
    await anna.presses("In the morning")
    assert any("请不要上门" in text for text in topic.texts)
    await li.says("/work times 27.11. 9:30", topic=topic)
    await anna.presses("27 November")
    await li.presses("已处理", topic=topic)
    await town.travel(minutes=1)
    assert "is not needed any more" in anna.last.text
    _, visits = await rows(town)
    assert [one.state.value for one in visits] == ["dropped", "dropped", "dropped"]


async def test_proposed_times_go_over_with_a_merge(town: Town) -> None:
    """Who takes a time after the merge is expected, and nobody calls it off; it comes back as well."""
    anna, li, topic = await requested(town)
    boss = await town.manager("Wang")
    tom = await town.agent("Tom", "complaints")
    first = await the_case(town)
    await li.says("/work times tomorrow 14:00 | tomorrow 16:00", topic=topic)
    second = await complaint(town, anna, "The pump is out and nobody comes")
    await tom.presses("我来处理", topic=newest(town.group("complaints")))
    # Who only looks has not begun any work.
    await tom.says("/work", topic=newest(town.group("complaints")))
    assert "🧰" in newest(town.group("complaints")).last.text
    await boss.says(f"/merge {first.number} {second.number}")
    assert f"goes on as {second.number}" in boss.last.text
    await anna.presses("24 November, 14:00")
    assert anna.last.text.startswith("Agreed: tomorrow")
    await town.travel(minutes=1)
    assert not any("not needed any more" in text for text in anna.texts)
    _, visits = await rows(town)
    assert [(one.case_id, one.state.value) for one in visits] == [
        (second.id, "agreed"),
        (second.id, "dropped"),
    ]
    await boss.presses("还是两件事", topic=newest(town.group("complaints")))
    order, visits = await rows(town)
    assert {order.case_id, *(one.case_id for one in visits)} == {first.id}


async def test_a_part_is_waited_for_with_a_date(town: Town) -> None:
    """The customer hears why and by when, words of ours do not end the waiting, and the date is watched."""
    anna, li, topic = await requested(town)
    await li.presses("等配件", topic=topic)
    await li.presses("再过 3", topic=topic)
    case = await the_case(town)
    assert case.waits_for is Waiting.parts
    assert "we are waiting for a part" in anna.last.text
    assert "by Thursday, 26 November, 10:00" in anna.last.text or "26 November" in anna.last.text
    assert "等配件" in topic.card.text
    await li.says("It is on its way", topic=topic)
    await anna.says("/status")
    assert "We are waiting for a part." in anna.last.text
    async with town.store.read() as session:
        running = select(Promise).where(Promise.state == PromiseState.open)
        assert (await session.scalars(running)).one().kind == "news"
    await li.presses("改时间", topic=topic)
    await li.presses("再过 5", topic=topic)
    await li.presses("配件", topic=topic, message=topic.last.message_id)
    assert "We are waiting for a part or a delivery." in anna.last.text
    await li.presses("配件到了", topic=topic)
    assert "the part is here" in anna.last.text
    async with town.store.read() as session:
        assert (await session.get_one(Case, case.id)).waits_for is None
    await li.says("Somebody comes tomorrow", topic=topic)
    async with town.store.read() as session:
        kept = select(Promise).where(Promise.kind == "news").order_by(Promise.id)
        assert [one.state.value for one in await session.scalars(kept)] == ["renewed", "kept"]
