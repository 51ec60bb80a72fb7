"""An answer that was taken back is none: the promise it kept stands again."""

from __future__ import annotations

from tests.desk.cases import complaint, newest, the_case
from tests.town.people import Person, Topic
from tests.town.town import Town


async def taken(town: Town) -> tuple[Person, Person, Topic]:
    """A complaint made at ten on Monday and taken by Li: customer, agent and topic."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    return anna, li, topic


async def test_the_only_answer_taken_back_leaves_the_old_time(town: Town) -> None:
    """Customer and card show the time promised before; it is watched, and broken it is told."""
    anna, li, topic = await taken(town)
    await town.travel(hours=1)
    sent = await li.says("The price of somebody else", topic=topic)
    await li.says("/unsend", topic=topic, reply_to=sent)
    assert (await the_case(town)).answered_at is None
    assert "11月24日" in topic.card.text
    await anna.says("/status")
    assert "by tomorrow, 24 November, 10:00" in anna.last.text
    await town.travel(hours=23)
    assert any("We did not manage it" in text for text in anna.texts)


async def test_with_another_answer_left_nothing_stands_again(town: Town) -> None:
    """Who still has an answer of ours is not promised another."""
    anna, li, topic = await taken(town)
    await li.says("Let me look", topic=topic)
    await town.travel(hours=1)
    sent = await li.says("The price of somebody else", topic=topic)
    await li.says("/unsend", topic=topic, reply_to=sent)
    assert (await the_case(town)).answered_at is not None
    await town.travel(hours=30)
    assert not any("We did not manage it" in text for text in anna.texts)


async def test_a_reply_taken_back_is_expected_again(town: Town) -> None:
    """The customer's last words wait again when the reply to them is taken back."""
    anna, li, topic = await taken(town)
    await li.says("Let me look", topic=topic)
    await town.travel(hours=1)
    await anna.says("And the light is out as well")
    await town.travel(hours=1)
    sent = await li.says("The price of somebody else", topic=topic)
    assert "客户在等回复" not in topic.card.text
    await li.says("/unsend", topic=topic, reply_to=sent)
    assert "客户在等回复" in topic.card.text
    await town.travel(hours=25)
    assert any("has had no reply yet" in text for text in anna.texts)
