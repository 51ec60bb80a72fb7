"""Canned replies and the base's own answers, sent with a tap by who may write to the customer."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from storage.event import Event
from storage.staff import DepartmentMember, MembershipRole
from tests.desk.cases import complaint
from tests.desk.test_talking import connected, newest
from tests.town.people import Group, Person
from tests.town.town import Town


async def boss_with_reply(town: Town, words: str = "Hello {name}, {agent} here about {number}") -> Person:
    """A manager who has kept a reply for consulting."""
    boss = await town.manager("Wang")
    await boss.says(f"/canned Greeting | {words}")
    await boss.presses("Consulting")
    return boss


async def test_a_reply_is_filled_in_looked_at_and_sent(town: Town) -> None:
    """From the card to the customer: the places are filled in, and the topic shows what went out."""
    anna, li, group = await connected(town)
    await boss_with_reply(town)
    await li.presses("常用回复", topic=newest(group))
    await li.presses("Greeting", topic=newest(group))
    shown = newest(group).last.text
    assert shown.startswith("Hello Anna, Li here about ")
    assert shown not in anna.texts
    await li.presses("发给客户", topic=newest(group))
    assert anna.last.text == shown
    assert "Li发给客户" in newest(group).last.text
    assert not newest(group).last.buttons


@pytest.mark.parametrize("sending", [True, False])
async def test_two_presses_send_it_once(town: Town, sending: bool) -> None:
    """Whoever presses again before the button is gone hears "sent"; the customer reads it once."""
    anna, li, group = await connected(town)
    await boss_with_reply(town)
    await li.presses("常用回复", topic=newest(group))
    await li.presses("Greeting", topic=newest(group))
    await presses_twice(town, li, group, "发给客户", sending=sending)
    assert sum("Li here about" in text for text in anna.texts) == 1


@pytest.mark.parametrize("sending", [True, False])
async def test_two_presses_answer_with_a_suggestion_once(town: Town, sending: bool) -> None:
    """The base's own words go out once as well."""
    anna, li, group = await connected(town)
    await anna.says("What subjects do you teach?")
    before = len(anna.texts)
    await presses_twice(town, li, group, "就这样回复", sending=sending)
    assert len(anna.texts) == before + 1


async def presses_twice(town: Town, who: Person, group: Group, label: str, *, sending: bool) -> None:
    """Press a button two times at once; with `sending`, the second comes while the words go out."""
    shown = newest(group).last
    button = next(one for one in shown.buttons if label in one)
    first = town.world.press(who.id, group.id, shown.message_id, button)
    if sending:
        await town.receive()
        await town.app.worker.once()
    second = town.world.press(who.id, group.id, shown.message_id, button)
    await town.settle()
    for pressed in (first, second):
        assert isinstance(pressed, str)
        assert "Sent" in town.world.callback(pressed)["answer"]["text"]


async def test_a_sent_reply_can_be_taken_back_and_answered(town: Town) -> None:
    """It is a message between agent and customer like any other."""
    anna, li, group = await connected(town)
    await boss_with_reply(town)
    await li.presses("常用回复", topic=newest(group))
    await li.presses("Greeting", topic=newest(group))
    await li.presses("发给客户", topic=newest(group))
    sent = newest(group).last.message_id
    await anna.says("thank you", reply_to=anna.last.message_id)
    assert newest(group).last.raw["reply_to_message"]["message_id"] == sent
    await li.says("/unsend", topic=newest(group), reply_to=sent)
    assert not any("Li here about" in text for text in anna.texts)


async def test_only_who_writes_sends_it(town: Town) -> None:
    """A colleague who has not joined is told how, and nothing goes out."""
    anna, li, group = await connected(town)
    await boss_with_reply(town)
    zhao = await town.agent("Zhao", "consulting")
    await li.presses("常用回复", topic=newest(group))
    before = anna.texts
    assert "Join" in await zhao.presses("Greeting", topic=newest(group))
    await li.presses("Greeting", topic=newest(group))
    assert "Join" in await zhao.presses("发给客户", topic=newest(group))
    assert anna.texts == before


async def test_replies_are_found_by_words(town: Town) -> None:
    """/reply with words shows those that hold all of them; others are not offered."""
    _, li, group = await connected(town)
    boss = await boss_with_reply(town)
    await boss.says("/canned Fees | A term costs 3,000")
    await boss.presses("Consulting")
    await li.says("/reply term costs", topic=newest(group))
    assert newest(group).last.buttons == ["Fees"]
    await li.says("/reply nothing like it", topic=newest(group))
    assert "没有含这些字" in newest(group).last.text
    await li.presses("Fees", topic=newest(group))
    await li.presses("换一条", topic=newest(group))
    assert any(one.buttons == ["Fees", "Greeting"] for one in newest(group).seen)


async def test_replies_belong_to_their_department(town: Town) -> None:
    """Another department's replies are not shown."""
    _, li, group = await connected(town)
    boss = await town.manager("Wang")
    await boss.says("/canned Sorry | We are sorry")
    await boss.presses("Complaints")
    await li.presses("常用回复", topic=newest(group))
    assert "还没有常用回复" in newest(group).last.text


async def test_heads_keep_replies_and_agents_do_not(town: Town) -> None:
    """An agent is told who keeps them; as head of one department they keep its own."""
    li = await town.agent("Li", "consulting")
    await li.says("/canned A | B")
    assert "heads, deputies and managers" in li.last.text
    async with town.store.begin() as session:
        await session.execute(update(DepartmentMember).values(role=MembershipRole.head))
    await li.says("/canned A | B")
    assert li.last.text == "Kept for Consulting: A"
    await li.says("/canned A | C")
    await li.says("/canned")
    assert any("· A: C" in text for text in li.texts)
    await li.presses("🗑 A")
    assert li.last.text == "Removed: A"
    await li.says("/canned")
    assert any("no canned replies" in text for text in li.texts)


async def test_a_place_that_cannot_be_filled_is_refused(town: Town) -> None:
    """Better at once than before a customer's eyes."""
    boss = await town.manager("Wang")
    await boss.says("/canned A | Dear {surname}")
    assert "{surname}" in boss.last.text
    await boss.says("/canned without a text")
    assert "/canned Title | Hello {name}" in boss.last.text


async def test_the_base_suggests_and_one_tap_sends(town: Town) -> None:
    """A question the base is sure of comes with its answer; one tap sends it in the customer's language."""
    anna, li, group = await connected(town)
    await anna.says("What subjects do you teach?")
    assert "知识库会这样答" in newest(group).last.text
    await li.presses("就这样回复", topic=newest(group))
    assert anna.last.text.startswith("We teach Chinese, maths")
    await anna.says("What subjects do you teach?")
    assert newest(group).last.text == "What subjects do you teach?"
    async with town.store.read() as session:
        verbs = (await session.scalars(select(Event.verb))).all()
    assert verbs.count("reply.suggested") == 1
    assert "reply.suggestion_sent" in verbs


async def test_nothing_is_suggested_that_the_base_is_not_sure_of(town: Town) -> None:
    """Agents are not told what the base only guesses."""
    anna, _, group = await connected(town)
    await anna.says("my son broke his leg and cannot come")
    assert newest(group).last.text == "my son broke his leg and cannot come"


async def test_two_writers_see_each_other(town: Town) -> None:
    """When a second agent writes to the customer within minutes, the topic says so, once."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    await zhao.presses("加入", topic=newest(group))
    await li.says("Hello", topic=newest(group))
    await zhao.says("Hello from me", topic=newest(group))
    assert "Zhao和Li现在都在给这位客户写" in newest(group).last.text
    for who in (li, zhao, li):
        await who.says("more", topic=newest(group))
    assert sum("都在给这位客户写" in text for text in newest(group).texts) == 1
    await town.travel(minutes=30)
    await li.says("later", topic=newest(group))
    assert newest(group).last.text == "later"
    assert anna.last.text == "later"


async def test_writers_in_two_departments_see_each_other(town: Town) -> None:
    """Two cases of one customer are two topics: each is told of the other."""
    anna, li, group = await connected(town)
    tom = await town.agent("Tom", "complaints")

    await complaint(town, anna)
    there = town.group("complaints")
    await tom.presses("我来处理", topic=newest(there))
    await li.says("Hello from consulting", topic=newest(group))
    await tom.says("Hello from complaints", topic=newest(there))
    assert "Li现在也在给这位客户写" in newest(there).last.text
    assert "Tom现在也在给这位客户写" in newest(group).last.text
