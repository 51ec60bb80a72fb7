"""A service request from the first word to the number, in both languages."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage.case import Case, CaseKind, Evidence, Urgency
from storage.promise import Promise
from tests.desk.cases import newest
from tests.town.town import Town


async def kept(town: Town) -> tuple[Case, Promise]:
    """The one case there is, and its promise."""
    async with town.store.read() as session:
        return (await session.scalars(select(Case))).one(), (await session.scalars(select(Promise))).one()


async def test_an_urgent_request_is_answered_within_hours(town: Town) -> None:
    """Everything asked once, kept with the case, promised within hours, and shown without the address."""
    li = await town.agent("Li", "service")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.presses("Repair or service")
    assert "(1 of 8)" in anna.last.text
    await anna.says("The projector gives no picture.")
    await anna.says("Beamer X200, room 3")
    await anna.presses("It cannot wait")
    await anna.sends(photo=b"picture")
    await anna.presses("That's all")
    await anna.says("3 Garden Road, second floor")
    await anna.presses("In the afternoon")
    await anna.presses("Yes, under warranty")
    await anna.says("138 0013 8000")
    assert "3 Garden Road" in anna.last.text
    await anna.presses("Send")
    case, promise = await kept(town)
    assert (case.kind, case.urgency) == (CaseKind.service_request, Urgency.urgent)
    assert "产品：Beamer X200, room 3" in case.summary
    assert "保修：在保修期内" in case.summary
    assert case.contact == "+8613800138000 · 3 Garden Road, second floor"
    assert promise.rule == "first_answer/service_request/urgent 4 h v2"
    assert promise.due_at - promise.made_at == timedelta(hours=4)
    assert "by today, 14:00" in anna.last.text
    assert "costs you nothing" in anna.last.text
    assert "sorry" not in anna.last.text
    topic = newest(town.group("service"))
    assert "🔥 紧急" in topic.card.text
    assert "Garden" not in topic.card.text
    assert any(message.kind == "photo" for message in topic.seen)
    await li.presses("我来处理", topic=topic)
    await li.presses("客户资料", topic=topic)
    assert "3 Garden Road, second floor" in li.last.text
    async with town.store.read() as session:
        assert len((await session.scalars(select(Evidence))).all()) == 1


async def test_one_message_begins_it(town: Town) -> None:
    """“报修：……” begins with what was said; the rest may be skipped; no price is promised away."""
    await town.agent("Li", "service")
    anna = await town.customer("安娜", language_code="zh-hans", phone="+8613800138000")
    await anna.says("报修：空调不制冷")
    assert "哪件产品" in anna.last.text
    await anna.presses("跳过")
    await anna.presses("这几天就行")
    await anna.presses("没有，继续")
    await anna.says("上海市花园路")
    assert "门牌号" in anna.last.text
    await anna.says("3号楼501室")
    await anna.says("周四下班以后")
    await anna.presses("不清楚")
    await anna.shares_contact()
    await anna.presses("发送")
    case, promise = await kept(town)
    assert case.summary.startswith("空调不制冷")
    assert case.contact == "+8613800138000 · 上海市花园路, 3号楼501室"
    assert "时间：周四下班以后" in case.summary
    assert case.urgency is Urgency.normal
    assert promise.rule == "first_answer 1 d v2"
    assert "您同意之后才开始" in anna.last.text
    assert "🔥" not in newest(town.group("service")).card.text


async def test_a_return_visit_follows(town: Town) -> None:
    """When the repair is done the customer is asked whether all is well, as after a complaint."""
    li = await town.agent("Li", "service")
    anna = await town.customer("Anna")
    await anna.says("repair: the lamp is out")
    await anna.presses("Let a colleague ask me")
    topic = newest(town.group("service"))
    await li.presses("我来处理", topic=topic)
    await li.says("A colleague comes at four", topic=topic)
    await li.presses("已处理", topic=topic)
    await town.travel(hours=2)
    await anna.presses("Satisfied")
    case, _ = await kept(town)
    assert case.outcome == "satisfied"


async def test_an_address_without_a_number_stays_out_of_the_group(town: Town) -> None:
    """An address without a number: the group reads a fixed line, whoever took the case the whole."""
    li = await town.agent("Li", "service")
    anna = await town.customer("Anna")
    await anna.says("repair: the lamp is out")
    await anna.presses("Skip")
    await anna.presses("It cannot wait")
    await anna.presses("Nothing to add")
    await anna.says("Garden Road, by the old mill")
    assert "Only that is missing" in anna.last.text
    await anna.presses("Skip")
    await anna.presses("Back")
    await anna.says("3 Garden Road, second floor")
    await anna.presses("Let a colleague ask me")
    group = town.group("service")
    assert not any("Garden" in text for text in group.texts)
    assert "接手后点" in newest(group).card.text
    await li.presses("我来处理", topic=newest(group))
    await li.presses("客户资料", topic=newest(group))
    assert "3 Garden Road, second floor" in li.last.text
    assert "No number known" in li.last.text


async def test_a_spoken_address_is_heard_in_private_only(town: Town) -> None:
    """Spoken number and address, and a place on the map, reach the taker alone, also after a transfer."""
    li = await town.agent("Li", "service")
    await town.agent("Tom", "complaints")
    anna = await town.customer("安娜", language_code="zh-hans")
    await anna.says("报修：空调不制冷")
    await anna.presses("跳过")
    await anna.presses("这几天就行")
    await anna.presses("没有，继续")
    await anna.sends(location={"latitude": 31.2, "longitude": 121.5})
    await anna.sends(voice=b"spoken address")
    await anna.presses("上午")
    await anna.presses("不清楚")
    await anna.sends(voice=b"spoken number")
    await anna.presses("发送")
    group = town.group("service")
    topic = newest(group)
    assert {message.kind for message in group.seen} & {"voice", "location"} == set()
    assert "留存" not in topic.card.text
    await li.presses("我来处理", topic=topic)
    await li.presses("客户资料", topic=topic)
    assert [message.kind for message in li.heard[-3:]] == ["voice", "voice", "location"]
    await li.presses("转交", topic=topic)
    await li.presses("投诉组", topic=topic)
    await li.presses("属于别的部门", topic=topic)
    assert "空调不制冷" in newest(town.group("complaints")).card.text
    kinds = {message.kind for message in town.group("complaints").seen}
    assert kinds & {"voice", "location"} == set()
