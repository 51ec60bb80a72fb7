"""Who writes to the customer: the taker, who joined, and a new agent only after a question."""

from __future__ import annotations

from sqlalchemy import select

from storage.event import Event
from storage.topic import Relay
from tests.desk.test_talking import connected, newest
from tests.town.people import Group, Person
from tests.town.town import Town


async def new_agent_connected(town: Town) -> tuple[Person, Person, Group]:
    """A customer, and an agent who has never written to one and took the case."""
    li = await town.agent("Li", "consulting", new=True)
    anna = await town.customer("Anna Smith", language_code="en")
    await anna.says("I want to talk to a human")
    group = town.group("consulting")
    await li.presses("我来处理", topic=group.topics[0])
    return anna, li, group


async def verbs(town: Town) -> list[str]:
    """What was recorded, in order."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Event.verb).order_by(Event.id)))


async def test_who_joins_writes_to_the_customer_too(town: Town) -> None:
    """A colleague's words are notes until they press Join; everybody is told, and it is recorded."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    await zhao.says("a note", topic=newest(group))
    await zhao.presses("加入", topic=newest(group))
    assert "Zhao is helping with your matter" in anna.last.text
    assert "同时写给客户：Zhao" in newest(group).card.text
    await zhao.says("Hello, Zhao here", topic=newest(group))
    assert anna.last.text == "Hello, Zhao here"
    await li.says("And Li", topic=newest(group))
    assert anna.last.text == "And Li"
    assert "a note" not in anna.texts
    assert "case.joined" in await verbs(town)


async def test_joining_twice_is_leaving(town: Town) -> None:
    """Who presses Join again writes notes again."""
    anna, _, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    await zhao.presses("加入", topic=newest(group))
    assert "left" in await zhao.presses("加入", topic=newest(group))
    before = anna.texts
    await zhao.says("only for us", topic=newest(group))
    assert anna.texts == before
    assert "同时写给客户" not in newest(group).card.text


async def test_only_the_department_joins(town: Town) -> None:
    """An agent of another department who sits in the group cannot join, nor can the owner join themselves."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "service")
    town.world.join(zhao.id, group.id)
    assert "join" not in (await zhao.presses("加入", topic=newest(group))).lower()
    before = anna.texts
    await zhao.says("hello", topic=newest(group))
    assert anna.texts == before
    assert "yours already" in await li.presses("加入", topic=newest(group))


async def test_a_new_agents_first_replies_are_asked_about(town: Town) -> None:
    """Nothing goes out until they press Send; after three replies they are not asked any more."""
    anna, li, group = await new_agent_connected(town)
    for words in ("One", "Two", "Three"):
        await li.says(words, topic=newest(group))
        assert anna.last.text != words
        await li.presses("发给客户", topic=newest(group))
        assert anna.last.text == words
    await li.says("Four", topic=newest(group))
    assert anna.last.text == "Four"
    assert not any("发给客户" in label for one in newest(group).seen for label in one.buttons)


async def test_a_new_agent_keeps_a_note(town: Town) -> None:
    """What they choose to keep never goes out, and stays a note for whoever answers it."""
    anna, li, group = await new_agent_connected(town)
    before = anna.texts
    kept = await li.says("he sounds upset", topic=newest(group))
    await li.presses("留作备注", topic=newest(group))
    await li.says("yes, very", topic=newest(group), reply_to=kept)
    assert anna.texts == before


async def test_nobody_else_decides_for_a_new_agent(town: Town) -> None:
    """The question is its writer's: a colleague's press sends nothing."""
    anna, li, group = await new_agent_connected(town)
    zhao = await town.agent("Zhao", "consulting")
    before = anna.texts
    await li.says("Hello", topic=newest(group))
    assert await zhao.presses("发给客户", topic=newest(group))
    assert anna.texts == before


async def test_a_reply_that_became_a_note_is_not_sent(town: Town) -> None:
    """Who turns the words into a note before pressing Send has thought better of it."""
    anna, li, group = await new_agent_connected(town)
    before = anna.texts
    written = await li.says("Hello", topic=newest(group))
    await li.edits(written, "// ask accounts first", topic=newest(group))
    assert "Not sent" in await li.presses("发给客户", topic=newest(group))
    assert anna.texts == before


async def test_unsend_takes_a_message_back(town: Town) -> None:
    """/unsend as a reply deletes the customer's copy, and the message is a note from then on."""
    anna, li, group = await connected(town)
    sent = await li.says("the price of somebody else", topic=newest(group))
    assert anna.last.text == "the price of somebody else"
    await li.says("/unsend", topic=newest(group), reply_to=sent)
    assert "the price of somebody else" not in anna.texts
    assert "已从客户那边撤回" in newest(group).last.text
    await li.edits(sent, "still wrong", topic=newest(group))
    assert "still wrong" not in anna.texts
    assert "message.withdrawn" in await verbs(town)
    async with town.store.read() as session:
        assert (await session.scalars(select(Relay).where(Relay.from_message == str(sent)))).all() == []


async def test_unsend_says_why_not(town: Town) -> None:
    """Without a reply, for a note, for another's case and after two days it says so and does nothing."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    sent = await li.says("Class is at three", topic=newest(group))
    noted = await li.says("// between us", topic=newest(group))
    await li.says("/unsend", topic=newest(group))
    assert "回复您想撤回的" in newest(group).last.text
    await li.says("/unsend", topic=newest(group), reply_to=noted)
    assert "不在客户那边" in newest(group).last.text
    await zhao.says("/unsend", topic=newest(group), reply_to=sent)
    assert "可以撤回" in newest(group).last.text
    await town.travel(hours=49)
    await li.says("/unsend", topic=newest(group), reply_to=sent)
    assert "48 小时" in newest(group).last.text
    assert "Class is at three" in anna.texts


async def test_a_refused_withdrawal_is_told(town: Town) -> None:
    """If the channel will not delete it, the agents hear that the customer still has it."""
    _, li, group = await connected(town)
    sent = await li.says("oops", topic=newest(group))
    town.world.fault("400", method="deleteMessage", text="message can't be deleted")
    await li.says("/unsend", topic=newest(group), reply_to=sent)
    assert any("没能从客户那边撤回" in text for text in newest(group).texts)


async def test_edits_by_who_no_longer_writes_stay_here(town: Town) -> None:
    """Who has left a case can no longer change what its customer reads."""
    anna, _, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    await zhao.presses("加入", topic=newest(group))
    sent = await zhao.says("at three", topic=newest(group))
    await zhao.presses("加入", topic=newest(group))
    await zhao.edits(sent, "never", topic=newest(group))
    assert anna.last.text == "at three"
