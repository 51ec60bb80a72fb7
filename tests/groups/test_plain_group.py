"""A whole life of a case in a group without topics: everything goes by replies."""

from __future__ import annotations

from tests.gateways.test_contract import PNG
from tests.town.people import Group, Person, Seen
from tests.town.town import Town


def _that_says(group: Group, words: str) -> Seen:
    """The newest message of a group with these words."""
    return next(one for one in reversed(group.seen) if words in one.text)


def _card(group: Group, customer: str) -> Seen:
    """The card of a customer's case."""
    return next(one for one in group.seen if one.by_bot and one.buttons and customer in one.text)


def _signs(town: Town, group: Group, message: int) -> list[str]:
    return [one["emoji"] for each in town.world.reactions(group.id, message).values() for one in each]


async def _asks(town: Town, name: str, words: str) -> Person:
    customer = await town.customer(name, language_code="en")
    await customer.says("talk to a human")
    await customer.says(words)
    return customer


async def test_a_case_lives_in_a_group_without_topics(town: Town) -> None:
    """Taken by its card, answered by replies; notes, strangers' and other agents' words stay in the group."""
    boss = await town.manager("Wang")
    anna = await _asks(town, "Anna", "My bath leaks")
    group = await town.open_group("consulting", forum=False)
    await boss.says("/department consulting", group=group)
    li, mei = await town.agent("Li", "consulting"), await town.agent("Mei", "consulting")
    bob = await _asks(town, "Bob", "No light")
    stranger = await town.customer("Eve")
    town.world.join(stranger.id, group.id)
    card, other = _card(group, "Anna"), _card(group, "Bob")
    # What was said before, and what comes now, is seen to belong to the card.
    for words, belongs in (("My bath leaks", card), ("No light", other)):
        shown = next((one for one in group.seen if one.text == words), None)
        assert shown is not None
        assert shown.raw["reply_to_message"]["message_id"] == belongs.message_id
    # Taking: one wins, and an answer before that is not sent.
    await li.says("Too early", group=group, reply_to=_that_says(group, "My bath leaks").message_id)
    await li.presses("我来处理", group=group, message=card.message_id)
    assert await mei.presses("转交", group=group, message=card.message_id)
    await mei.presses("我来处理", group=group, message=other.message_id)
    assert "负责人：Li" in _card(group, "Anna").text
    # Whose words go where: replies to the card or to the customer's words, by who took the case.
    first = await li.says("Hello Anna", group=group, reply_to=card.message_id)
    await li.says("Where is it?", group=group, reply_to=_that_says(group, "My bath leaks").message_id)
    await mei.says("Hello Bob", group=group, reply_to=other.message_id)
    await mei.says("I know her", group=group, reply_to=card.message_id)
    await stranger.says("Me too", group=group, reply_to=card.message_id)
    await li.says("Lunch anybody?", group=group)
    noted = await li.says("// she rang before", group=group, reply_to=card.message_id)
    await li.says("and twice", group=group, reply_to=noted)
    assert anna.texts[-2:] == ["Hello Anna", "Where is it?"]
    assert bob.last.text == "Hello Bob"
    assert _signs(town, group, first) == ["👌"]
    # Edits, both ways; a note stays a note whatever becomes of it.
    town.world.edit(li.id, group.id, first, text="Hello dear Anna")
    town.world.edit(li.id, group.id, noted, text="she rang before, she says")
    await town.settle()
    assert "Hello dear Anna" in anna.texts
    said = await anna.says("In the hall")
    await anna.edits(said, "In the hall, upstairs")
    shown = _that_says(group, "In the hall, upstairs")
    assert shown.raw["reply_to_message"]["message_id"] == card.message_id
    # Albums, both ways, and every kind.
    await anna.sends(album=[{"photo": PNG}, {"photo": PNG, "caption": "here"}])
    await town.travel(seconds=3)
    pictures = [one for one in group.seen if one.kind == "photo"]
    assert len(pictures) == 2
    await li.sends(
        group=group,
        reply_to=card.message_id,
        album=[{"photo": PNG}, {"photo": PNG, "caption": "so?"}],
    )
    await town.travel(seconds=3)
    assert [one.text for one in anna.heard if one.kind == "photo"][-1] == "so?"
    await li.sends(group=group, reply_to=pictures[-1].message_id, voice=b"OggS words")
    assert anna.last.kind == "voice"
    # Taken back, resolved, and the customer's word ends it.
    await li.says("Tomorrow at two", group=group, reply_to=card.message_id)
    wrong = _that_says(group, "Tomorrow at two").message_id
    await li.says("/unsend", group=group, reply_to=wrong)
    assert "Tomorrow at two" not in anna.texts
    await li.presses("已处理", group=group, message=card.message_id)
    await anna.says("Not yet, it still drips")
    answer = _that_says(group, "it still drips")
    await li.says("I am coming", group=group, reply_to=answer.message_id)
    assert anna.last.text == "I am coming"
    for words in ("Too early", "I know her", "Me too", "Lunch anybody?", "she rang before", "and twice"):
        assert not any(words in text for text in [*anna.texts, *bob.texts])
