"""Whatever way a customer's further words come, somebody watches that they are answered."""

from __future__ import annotations

from tests.desk.cases import complaint_resolved, newest
from tests.promises.test_replies import _answered
from tests.town.town import Town


async def test_who_asks_for_a_person_again_is_watched(town: Town) -> None:
    """The answered inquiry goes on, and whoever asked again does not wait unseen."""
    anna, _, group, boss = await _answered(town)
    await anna.says("back to the bot")
    await anna.says("talk to a human")
    assert "Li is looking after" in anna.last.text
    assert "客户在等回复" in newest(group).card.text
    await town.travel(hours=26)
    await town.travel(minutes=30)
    assert any("has had no reply yet" in text for text in boss.texts)
    assert "has had no reply yet" in anna.last.text


async def test_asking_for_a_person_ends_our_waiting(town: Town) -> None:
    """Who was asked something and asks for a person has answered: the time runs on, nobody asks again."""
    anna, li, group, _ = await _answered(town)
    await li.presses("等客户", topic=newest(group))
    await anna.says("back to the bot")
    await anna.says("talk to a human")
    assert "等客户回复" not in newest(group).card.text
    await town.travel(days=2)
    assert not any("still waiting for something from you" in text for text in anna.texts)


async def test_what_would_be_better_ends_our_waiting(town: Town) -> None:
    """Words given to the return visit let the time run on, and a major matter is recognised in them."""
    boss = await town.manager("Wang")
    anna, li, group = await complaint_resolved(town)
    await town.travel(hours=2)
    await anna.presses("Not satisfied")
    await li.says("Which room was it?", topic=newest(group))
    await li.presses("等客户", topic=newest(group))
    await anna.says("Room 12, and I shall call my lawyer")
    assert "等客户回复" not in newest(group).card.text
    assert any(text.startswith("🚨") for text in boss.texts)
    await town.travel(days=2)
    assert not any("still waiting for something from you" in text for text in anna.texts)
