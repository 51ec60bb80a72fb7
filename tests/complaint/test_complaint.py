"""A complaint from the first word to the number and its promise."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import Case, CaseKind, Evidence
from storage.draft import Draft


async def cases(town) -> list[Case]:
    """All cases, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Case).order_by(Case.id)))


async def test_a_complaint_gets_a_number_and_a_promise(town):
    """What happened, about what, evidence, how to reach: then a number and when to expect an answer."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    await anna.presses("Complaint")
    assert "(1 of 6)" in anna.last.text
    await anna.says("The teacher was twenty minutes late twice.")
    assert "(2 of" in anna.last.text
    await anna.presses("Teaching")
    assert "What would you like" in anna.last.text
    await anna.says("Please call me at 138 0013 8000 and give us the lesson again")
    await anna.sends(photo=b"picture", caption="the classroom at nine")
    await anna.presses("That's all")
    await anna.presses("Here in the chat")
    assert "twenty minutes late" in anna.last.text
    assert "1 item" in anna.last.text
    assert "Order or product:" not in anna.last.text
    await anna.presses("➕ Order or product")
    await anna.says("Maths, class 3B")
    await anna.presses("➕ When it happened")
    await anna.presses("Yesterday")
    await anna.presses("✏️ Reach me")
    await anna.presses("By phone, mornings")
    await anna.says("13800138000")
    assert "Order or product: Maths, class 3B" in anna.last.text
    assert "When it happened: Yesterday" in anna.last.text
    await anna.presses("Send")
    (case,) = await cases(town)
    assert case.details == {
        "wish": "Please call me at 138 0013 8000 and give us the lesson again",
        "product": "Maths, class 3B",
        "happened": "yesterday",
        "reach": "phone_morning",
    }
    assert case.kind is CaseKind.complaint
    assert case.category == "teaching"
    assert case.number in anna.last.text
    assert "tomorrow, 24 November, 10:00" in anna.last.text
    assert "sorry" not in anna.last.text.lower()
    (topic,) = town.group("complaints").topics
    assert any(message.kind == "photo" for message in topic.seen)
    for line in (
        "twenty minutes late",
        "🎯 希望：Please call me at •••• and give us the lesson again",
        "📦 订单或产品：Maths, class 3B",
        "🗓 发生时间：昨天",
        "打电话，上午",
    ):
        assert line in topic.card.text
    assert "138 0013" not in topic.card.text
    boss = await town.manager("Wang")
    await boss.says(f"/cases {case.number}")
    assert "Order or product: Maths, class 3B" in boss.last.text
    assert "Happened: Yesterday" in boss.last.text
    assert li.name
    async with town.store.read() as session:
        assert (await session.scalars(select(Draft))).all() == []
        (kept,) = (await session.scalars(select(Evidence))).all()
        assert kept.kind == "photo"


async def test_one_message_says_it_all(town):
    """“投诉：……” begins the form with what was said."""
    await town.agent("Li", "complaints")
    anna = await town.customer("安娜", language_code="zh-hans")
    await anna.says("投诉：老师连续两次迟到二十分钟")
    assert "哪一类" in anna.last.text
    await anna.presses("教学质量")
    await anna.presses("没有，继续")
    await anna.presses("就在这里")
    assert "迟到二十分钟" in anna.last.text
    await anna.presses("发送")
    (case,) = await cases(town)
    assert case.summary == "老师连续两次迟到二十分钟"
    assert "明天" in anna.last.text


async def test_a_suggestion_is_no_complaint(town):
    """Who chooses “suggestion” in the list has made one, and so has who speaks of one."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("complaint: open on Sundays too")
    await anna.presses("It's a suggestion")
    await anna.presses("Nothing to add")
    await anna.presses("Here in the chat")
    await anna.presses("Send")
    bo = await town.customer("Bo", language_code="zh-hans")
    await bo.says("我有建议")
    assert "建议" in bo.last.text
    await bo.says("周日也开门")
    await bo.presses("没有，继续")
    await bo.presses("就在这里")
    await bo.presses("发送")
    assert [case.kind for case in await cases(town)] == [CaseKind.suggestion, CaseKind.suggestion]


async def test_a_voice_note_is_a_complaint_too(town):
    """Somebody who speaks instead of typing is heard: the voice note goes to the agents."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/complaint")
    await anna.sends(voice=b"sound")
    await anna.presses("Staff")
    await anna.presses("An apology")
    await anna.presses("Nothing to add")
    await anna.presses("Here in the chat")
    assert "I would like: An apology" in anna.last.text
    assert "voice message" in anna.last.text
    await anna.presses("Send")
    (topic,) = town.group("complaints").topics
    assert any(message.kind == "voice" for message in topic.seen)


async def test_a_colleague_asks_the_rest(town):
    """At any step a colleague can take over; the case is opened with what there is."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/complaint")
    await anna.says("It is complicated.")
    await anna.presses("Let a colleague ask me")
    (case,) = await cases(town)
    assert "It is complicated." in case.summary
    assert "由同事来询问" in case.summary
    assert "A colleague will ask you the rest" in anna.last.text


async def test_reached_by_phone_only_when_wished(town):
    """The number is asked only of those who want to be called, and never when it is known."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en", phone="+8613800138000")
    await anna.says("complaint: rude at the desk")
    await anna.presses("Staff")
    await anna.presses("Nothing to add")
    await anna.presses("By phone")
    await anna.shares_contact()
    assert any("I have the number" in text for text in anna.texts)
    assert "+8613800138000" in anna.last.text
    await anna.presses("Send")
    await anna.says("complaint: and again")
    await anna.presses("Staff")
    await anna.presses("Nothing to add")
    await anna.presses("By phone")
    assert "Is everything right" in anna.last.text
    assert "+8613800138000" in anna.last.text
    await anna.presses("Send")
    assert [case.contact for case in await cases(town)] == ["+8613800138000"] * 2
