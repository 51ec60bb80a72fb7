"""Customers who write again after their first answer do not wait unseen."""

from __future__ import annotations

from tests.desk.cases import newest
from tests.town.people import Group, Person
from tests.town.town import Town


async def _answered(town: Town) -> tuple[Person, Person, Group, Person]:
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("talk to a human")
    group = town.group("consulting")
    await li.presses("我来处理", topic=newest(group))
    await li.says("Hello Anna", topic=newest(group))
    return anna, li, group, boss


async def test_a_second_message_is_watched_like_the_first(town: Town) -> None:
    """Who writes again is shown on the card as waiting; agent, manager and customer hear of it in turn."""
    anna, _, group, boss = await _answered(town)
    await anna.says("And what about Sunday?")
    assert "客户在等回复" in newest(group).card.text
    await town.travel(hours=8)
    assert "还在等回复" in newest(group).last.text
    await town.travel(hours=15)
    assert any("has had no reply yet" in text for text in boss.texts)
    await town.travel(hours=2)
    assert "has had no reply yet" in anna.last.text
    assert not any("promised" in text for text in anna.texts)


async def test_a_reply_ends_the_waiting(town: Town) -> None:
    """The agent's next message is a reply; nobody is reminded any more."""
    anna, li, group, _ = await _answered(town)
    await anna.says("And what about Sunday?")
    await li.says("Sunday is fine", topic=newest(group))
    assert "等回复" not in newest(group).card.text
    heard, said = anna.texts, newest(group).texts
    await town.travel(hours=26)
    assert (anna.texts[: len(heard)], newest(group).texts) == (heard, said)
    assert not any("no reply yet" in text for text in anna.texts)


async def test_a_nod_is_a_reply(town: Town) -> None:
    """A reaction of the owner under the customer's message is enough where no words are needed."""
    anna, li, group, _ = await _answered(town)
    await anna.says("See you on Wednesday then")
    await li.reacts(newest(group).last.message_id, "👍", topic=newest(group))
    assert "等回复" not in newest(group).card.text


async def test_thanks_wait_for_nothing(town: Town) -> None:
    """Thanks and all-rights need no reply."""
    anna, _, group, _ = await _answered(town)
    await anna.says("Thank you!")
    await anna.says("ok thanks")
    assert "等回复" not in newest(group).card.text
