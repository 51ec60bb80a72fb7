"""Forms that were begun and not sent."""

from __future__ import annotations

from tests.town.town import Town


async def test_an_unsent_complaint_is_recalled_once(town: Town) -> None:
    """Who wrote a complaint and did not send it is told, once, that nobody has seen it."""
    anna = await town.customer("Anna")
    await anna.says("Complaint: the room was cold")
    await town.travel(hours=3)
    assert "not sent yet" in anna.last.text
    heard = anna.texts
    await town.travel(hours=3)
    assert anna.texts == heard
    await anna.presses("Go on")
    assert "What is it about" in anna.last.text


async def test_nobody_is_reminded_at_night(town: Town) -> None:
    """An unsent complaint of the evening is recalled in the morning."""
    anna = await town.customer("Anna")
    await town.travel(hours=11)
    await anna.says("Complaint: the room was cold")
    heard = anna.texts
    await town.travel(hours=6)
    assert anna.texts == heard
    await town.travel(hours=6)
    assert "not sent yet" in anna.last.text


async def test_an_empty_form_is_no_reason_to_write(town: Town) -> None:
    """Who only opened a form and said nothing is left in peace."""
    anna = await town.customer("Anna")
    await anna.says("I want to complain")
    heard = anna.texts
    await town.travel(hours=3)
    assert anna.texts == heard


async def test_who_asks_for_a_person_in_a_form_is_heard_by_people(town: Town) -> None:
    """Who leaves the rest of a form to a colleague has people on the line: their words go to the topic."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("Complaint: the room was cold")
    await anna.presses("Let a colleague")
    assert "Whatever you write here now goes to them" in anna.last.text
    await anna.says("and it was dark, too")
    topic = town.group("complaints").topics[0]
    assert topic.last.text == "and it was dark, too"
    assert topic.name.endswith("the room was cold")
