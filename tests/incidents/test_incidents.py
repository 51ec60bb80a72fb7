"""Known incidents: told first, joined with a tap, every news once, and lateness said truthfully."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select, update

from handlers.incidents import spreading
from handlers.rules import MajorRules, Rules
from storage.event import Event
from storage.incident import Incident
from storage.outbox import OutboxRow, Priority
from storage.staff import Staff, StaffRole
from tests.desk.cases import complaint
from tests.town.people import Person
from tests.town.town import Town

OPEN = "/incident The heating in our Pudong school is broken. | heating, 暖气 | next news at 12:00"


async def incidents(town: Town) -> Sequence[Incident]:
    """All incidents, oldest first."""
    async with town.store.read() as session:
        return (await session.scalars(select(Incident).order_by(Incident.id))).all()


async def verbs(town: Town) -> list[str]:
    """What was recorded of incidents."""
    async with town.store.read() as session:
        rows = await session.scalars(select(Event.verb).order_by(Event.id))
        return [verb for verb in rows if verb.startswith("incident.")]


async def attached(town: Town, name: str = "Anna", language: str = "en") -> Person:
    """A customer who has pressed "me too"."""
    person = await town.customer(name, language)
    await person.says("/start")
    await person.says("暖气坏了吗？" if language != "en" else "is the heating broken?")
    await person.presses("我也是" if language != "en" else "Me too")
    return person


async def test_a_manager_opens_one_in_a_line(town: Town) -> None:
    """Words, key words and the time are read from one line; the other managers see it, in their language."""
    boss, other = await town.manager("Wang"), await town.manager("Sun", language_code="zh-hans")
    await boss.says(OPEN)
    assert boss.last.text.startswith("It is open: who asks about it reads your words first.")
    assert "🔎 heating, 暖气" in boss.last.text
    assert boss.last.text.endswith("🕒 Next news: today, 12:00")
    assert boss.last.buttons == ["✍️ Write news", "🏁 It is over"]
    assert other.last.text.startswith("📌 Wang登记了一个已知情况")
    await other.says("/incident")
    assert "下次消息：今天 12:00" in other.last.text
    assert "已登记 0 位客户" in other.last.text


async def test_without_a_time_the_usual_one_is_told(town: Town) -> None:
    """The settings say when the next news comes if the manager does not; a time gone by is asked again."""
    boss = await town.manager("Wang")
    await boss.says("/incident The lights are out | lights | 2020-01-01 10:00")
    assert "could not read" in boss.last.text
    assert await incidents(town) == []
    await boss.says("/incident The lights are out | lights")
    assert "11:00" in boss.last.text


async def test_customers_cannot_open_one(town: Town) -> None:
    """The command is the managers' alone."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says(OPEN)
    assert await incidents(town) == []


async def test_a_question_by_key_word_is_told_first(town: Town) -> None:
    """The words and the time of the next news come before the base; "me too" counts once."""
    boss = await town.manager("Wang")
    await boss.says(OPEN)
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("Why is there no heating in the room?")
    assert anna.last.text == (
        "We know about this:\nThe heating in our Pudong school is broken.\nThe next news: today, 12:00."
    )
    assert anna.last.buttons == ["🙋 Me too, keep me posted", "It's something else"]
    asked = anna.last.message_id
    await anna.presses("Me too")
    assert anna.last.text.startswith("Thank you, you are on the list. You'll hear from us today")
    assert await anna.presses("Me too", message=asked) == "You are on the list already."
    await boss.says("/incident")
    assert "1 customer on the list" in boss.last.text
    await anna.says("when will the heating work?")
    assert "You are on the list" in anna.last.text
    assert anna.last.buttons == ["It's something else"]


async def test_a_question_in_chinese_is_told_in_chinese(town: Town) -> None:
    """A customer who writes Chinese gets the frame in Chinese and the words as the manager typed them."""
    boss = await town.manager("Wang", language_code="zh-hans")
    await boss.says("/incident 浦东校区暖气坏了，师傅在修。 | 暖气 | 下次消息 12:00")
    li = await town.customer("李雷", "zh-hans")
    await li.says("/start")
    await li.says("教室的暖气怎么不热？")
    assert li.last.text == "这件事我们已经知道了：\n浦东校区暖气坏了，师傅在修。\n下次消息：今天 12:00。"
    await li.presses("我也是")
    assert li.last.text.startswith("谢谢，已经记下您了。")


async def test_a_question_without_a_key_word_is_found_by_likeness(town: Town) -> None:
    """The matcher finds what is like the incident's words, and leaves what the base is asked every day."""
    boss = await town.manager("Wang")
    await boss.says("/incident The heating in the Pudong school is broken, lessons there are cancelled")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("how much is a trial lesson?")
    assert "We know about this" not in anna.last.text
    await anna.says("is the heating broken?")
    assert anna.last.text.startswith("We know about this")


async def test_something_else_goes_on_as_usual(town: Town) -> None:
    """The question is answered from the base, and the incident is left out for a while."""
    boss = await town.manager("Wang")
    await boss.says("/incident The trial lessons of today are off | trial lesson")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("how much is a trial lesson?")
    assert anna.last.text.startswith("We know about this")
    await anna.presses("something else")
    assert "Does that answer it?" in anna.last.text
    await anna.says("how long is a trial lesson?")
    assert "We know about this" not in anna.last.text
    await town.travel(hours=1, minutes=1)
    await anna.says("how long is a trial lesson?")
    assert anna.last.text.startswith("We know about this")
    assert (await verbs(town))[:3] == ["incident.opened", "incident.told", "incident.declined"]


async def test_a_complaint_is_told_first(town: Town) -> None:
    """Before the form asks on the customer reads what is known; joining puts the form away."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    await boss.says(OPEN)
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("complaint: there is no heating")
    assert anna.last.text.startswith("We know about this")
    assert anna.last.buttons == ["🙋 Me too, keep me posted", "It's something else, go on"]
    await anna.presses("Me too")
    assert "no form to fill in" in anna.last.text
    assert town.group("complaints").topics == []
    await anna.says("how much is a trial lesson?")
    assert "where we were" not in anna.last.text.lower()


async def test_a_complaint_about_something_else_goes_on(town: Town) -> None:
    """The form goes on with its next question, nothing is asked twice, and a case comes of it."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    await boss.says(OPEN)
    anna = await town.customer("Anna")
    await anna.says("/complaint")
    await anna.says("The heating man was rude to me")
    assert anna.last.text.startswith("We know about this")
    await anna.presses("something else, go on")
    await anna.presses("Staff")
    await anna.presses("Skip")
    await anna.presses("Nothing to add")
    await anna.presses("Here in the chat")
    assert "The heating man was rude to me" in anna.last.text
    await anna.presses("Send")
    assert len(town.group("complaints").topics) == 1


async def test_a_graver_matter_is_not_answered_with_it(town: Town) -> None:
    """Who was hurt is taken down as usual, whatever key words they use."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    await boss.says(OPEN)
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("complaint: my son was injured by the heating")
    assert "We know about this" not in anna.last.text


async def test_news_and_end_reach_everybody_attached_once(town: Town) -> None:
    """News and the end go to all who joined, once, in their language; to nobody else, nobody who blocked."""
    boss = await town.manager("Wang")
    await boss.says(OPEN)
    anna, li, gone = [
        await attached(town, name, language)
        for name, language in (("Anna", "en"), ("李雷", "zh-hans"), ("Bo", "en"))
    ]
    town.world.block(gone.id)
    await town.settle()
    looker = await town.customer("Cai")
    await looker.says("/start")
    await looker.says("is the heating broken?")
    before = len(looker.texts), len(gone.texts)
    await boss.says("/incident news A new pump is being fitted. | 15:00")
    assert boss.last.text.startswith("Everybody on the list hears this now.")
    await town.travel(seconds=5)
    await town.travel(seconds=5)
    assert [text for text in anna.texts if "A new pump" in text] == [
        "📌 News about: The heating in our Pudong school is broken.\n\nA new pump is being fitted."
        "\n\nThe next news: today, 15:00."
    ]
    assert len([text for text in li.texts if text.startswith("📌 关于：")]) == 1
    await looker.says("/help")
    await boss.says("/incident end It is warm again.")
    await town.travel(seconds=5)
    await town.travel(hours=30)
    assert anna.texts.count(anna.texts[-1]) == 1
    assert [text for text in anna.texts if text.startswith("✅ This is over")] != []
    assert len([text for text in li.texts if text.startswith("✅ 这件事已经结束")]) == 1
    assert not [text for text in looker.texts[before[0] :] if text.startswith(("📌", "✅"))]
    assert len(gone.texts) == before[1]
    await anna.says("is the heating broken?")
    assert not anna.last.text.startswith("We know about this")


async def test_late_news_is_said_truthfully_and_goes_higher(town: Town) -> None:
    """At the time told customers hear that it takes longer; who opened it is told, then every manager."""
    boss, other = await town.manager("Wang"), await town.manager("Sun", language_code="zh-hans")
    await boss.says(OPEN)
    anna = await attached(town)
    heard = len(other.texts)
    await town.travel(hours=2)
    assert anna.last.text == (
        "📌 The heating in our Pudong school is broken.\n\nWe have nothing new to tell you yet: it takes "
        "longer than we said. You'll hear from us again today, 13:00 at the latest."
    )
    (incident,) = await incidents(town)
    assert boss.last.text.startswith(f"⏰ News of incident #{incident.id} is due")
    assert len(other.texts) == heard
    await town.travel(minutes=30)
    assert other.last.text.startswith(f"⏰ 情况 #{incident.id} 的消息晚了")
    await town.travel(minutes=30)
    assert anna.last.text.endswith("today, 15:00 at the latest.")
    await boss.presses("Write news")
    await boss.says("The pump has come.")
    await boss.presses("in 2 hours")
    await boss.presses("Send")
    await town.travel(seconds=1)
    assert "The pump has come." in anna.last.text
    heard = len(other.texts)
    await town.travel(hours=1)
    assert len(other.texts) == heard


async def test_one_tap_from_a_major_matter(town: Town) -> None:
    """The alert's button opens the short form with the category's words as key words, once for a matter."""
    town.house.rules = Rules(major=MajorRules(many=2))
    town.house.category_words = {"place": ("cold", "暖气")}
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    for name in ("Anna", "Bo"):
        person = await town.customer(name)
        await person.says("complaint: the room is cold")
        await person.presses("Rooms")
        await person.presses("Nothing to add")
        await person.presses("Here in the chat")
        await person.presses("Send")
    assert boss.last.buttons == ["✅ I see to it", "📌 Open as a known incident"]
    await boss.presses("Open as a known incident")
    await boss.says("The heating is broken.")
    await boss.presses("in 30 minutes")
    await boss.presses("Send")
    (incident,) = await incidents(town)
    assert (incident.words, incident.key_words) == ("The heating is broken.", ["cold", "暖气"])
    assert incident.matter_id is not None
    assert "open for this matter already" in await boss.presses("Open as a known incident")
    cai = await town.customer("Cai")
    await cai.says("/start")
    await cai.says("it is so cold in here today")
    assert cai.last.text.startswith("We know about this")
    await boss.presses("It is over")
    await boss.presses("Skip")
    await boss.presses("Send")
    assert (await incidents(town))[0].ended_at is not None


async def test_who_is_no_manager_any_more_cannot_use_the_buttons(town: Town) -> None:
    """A button or a form in the chat of somebody who is an agent now changes nothing, and says so."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna, "I shall call my lawyer")
    alert = boss.last.message_id
    await boss.says(OPEN)
    await boss.presses("It is over")
    await boss.presses("Skip")
    async with town.store.begin() as session:
        await session.execute(
            update(Staff).where(Staff.role == StaffRole.manager).values(role=StaffRole.agent)
        )
    await boss.presses("Send")
    assert "manager" in boss.last.text
    assert "manager" in await boss.presses("It is over")
    assert "manager" in await boss.presses("Open as a known incident", message=alert)
    assert [one.ended_at for one in await incidents(town)] == [None]


async def test_several_are_told_apart_by_number(town: Town) -> None:
    """With two open the command asks which; a number that is not open is said to be none."""
    boss = await town.manager("Wang")
    await boss.says("/incident news Nothing is open")
    assert boss.last.text.startswith("No known incident is open.")
    await boss.says(OPEN)
    await boss.says("/incident The lift is stuck. | lift | 2 h")
    await boss.says("/incident news The fitter is here.")
    assert boss.last.text.startswith("Several incidents are open.")
    await boss.says("/incident news #999999 The fitter is here.")
    assert boss.last.text == "This incident is not open any more."
    newest = (await incidents(town))[-1]
    await boss.says(f"/incident end #{newest.id}")
    assert [one.ended_at is None for one in await incidents(town)] == [True, False]


async def test_many_hear_in_several_rounds(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are attached, each round owes some, and each person hears once, after everything else."""
    monkeypatch.setattr(spreading, "AT_ONCE", 2)
    boss = await town.manager("Wang")
    await boss.says(OPEN)
    people = [await attached(town, f"Customer{number}") for number in range(5)]
    await boss.says("/incident news It is being mended.")
    await town.travel(seconds=1)
    assert [len([text for text in one.texts if "being mended" in text]) for one in people] == [1] * 5
    async with town.store.read() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.body.contains("being mended")))
        to_customers = [row for row in rows if "News about" in row.body]
    assert {row.priority for row in to_customers} == {int(Priority.broadcast)}
