"""The customer's card: in full for whoever looks after them, in private; masked in the group."""

from __future__ import annotations

from tests.town.people import Person
from tests.town.town import Town


async def _call_wanted(town: Town) -> tuple[Person, Person]:
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna Smith", language_code="en")
    await anna.says("call me back")
    await anna.says("138 1234 5678")
    await anna.presses("As soon as")
    await anna.presses("Skip")
    await anna.presses("Send")
    return anna, li


async def test_the_number_to_call_reaches_the_taker_in_private_only(town: Town) -> None:
    """Who took a case gets the customer's number in private; in the group nobody can read it."""
    _, li = await _call_wanted(town)
    group = town.group("consulting")
    await li.presses("我来处理", topic=group.topics[0])
    answer = await li.presses("客户资料", topic=group.topics[0])
    assert "private" in answer
    assert "+8613812345678" in li.last.text
    assert "Anna Smith" in li.last.text
    assert not any("12345678" in text for text in group.texts)


async def test_only_the_taker_and_managers_see_the_card(town: Town) -> None:
    """A colleague who did not take the case is not shown the customer; a manager is."""
    _, li = await _call_wanted(town)
    tom = await town.agent("Tom", "consulting")
    boss = await town.manager("Wang")
    topic = town.group("consulting").topics[0]
    await li.presses("我来处理", topic=topic)
    heard = len(tom.texts)
    assert "Li" in await tom.presses("客户资料", topic=topic)
    assert len(tom.texts) == heard
    await boss.presses("客户资料", topic=topic)
    assert "+8613812345678" in boss.last.text


async def test_numbers_in_a_question_are_on_the_card(town: Town) -> None:
    """What the group's card masks in the customer's own words is readable on the private card."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("could we shoot a film in your garden, my number is +44 20 7946 0958")
    await anna.presses("colleague")
    topic = town.group("consulting").topics[0]
    assert "7946" not in topic.card.text
    await li.presses("我来处理", topic=topic)
    await li.presses("客户资料", topic=topic)
    assert "+44 20 7946 0958" in li.last.text
