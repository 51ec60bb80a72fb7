"""To whom a message goes when several may want it."""

from __future__ import annotations

from tests.town.town import Town


async def test_people_on_the_line_hear_everything(town: Town) -> None:
    """Once people have the conversation, the menu's words and questions are theirs too."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("human")
    before = len(anna.texts)
    for said in ("What subjects do you teach?", "complaint", "thanks"):
        await anna.says(said)
    [topic] = town.group("consulting").topics
    assert {"What subjects do you teach?", "complaint", "thanks"} <= set(topic.texts)
    assert not any("We teach" in text for text in anna.texts[before:])


async def test_commands_work_while_people_are_on_the_line(town: Town) -> None:
    """Commands are for the bot, also then."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("human")
    await anna.says("/privacy")
    assert "180 days" in anna.last.text
    [topic] = town.group("consulting").topics
    assert "/privacy" not in topic.texts


async def test_reply_to_a_colleague_in_the_middle_of_a_form(town: Town) -> None:
    """An express reply to a colleague reaches them, and the form stays open."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("human")
    [topic] = town.group("consulting").topics
    await li.presses("我来处理", topic=topic)
    await li.says("Which grade is she in?", topic=topic)
    asked = anna.last
    assert asked.text == "Which grade is she in?"
    await anna.says("/complaint")
    form = anna.last.text
    await anna.says("Grade 5", reply_to=asked.message_id)
    assert topic.texts[-1] == "Grade 5"
    await anna.says("/menu")
    assert form.splitlines()[-1] in anna.last.text


async def test_first_press_or_word_of_a_stranger_in_a_group_makes_no_file(town: Town) -> None:
    """Of people who merely talk in a group nothing is kept."""
    li = await town.agent("Li", "consulting")
    stranger = await town.customer("Stranger")
    group = town.group("consulting")
    town.world.join(stranger.id, group.id)
    await stranger.says("/department complaints", group=group)
    assert "只有主管" in group.texts[-1]
    await li.says("/department complaints", group=group)
    assert "只有主管" in group.texts[-1]
    assert stranger.texts == []
