"""Small talk: what people say to a bot besides questions."""

from __future__ import annotations

import pytest

from storage.question import Question
from tests.town.people import Person
from tests.town.town import Town


async def _started(town: Town, language: str) -> Person:
    anna = await town.customer("Anna", language_code=language)
    await anna.says("/start")
    return anna


@pytest.mark.parametrize(
    ("language", "said", "answered"),
    [
        ("en", "Are you a bot?", "a program, not a person"),
        ("zh", "你是机器人吗？", "是程序，不是真人"),
        ("en", "???", "I'm here"),
        ("zh", "？", "我在"),
        ("en", "You are stupid!!", "Shall I bring in a colleague"),
        ("zh", "垃圾", "请同事来和您说"),
        ("en", "Sometimes I just want to die", "crisis line"),
        ("zh", "我真的不想活了", "12356"),
    ],
)
async def test_what_is_no_question_gets_a_human_answer(
    town: Town, language: str, said: str, answered: str
) -> None:
    """Who asks what we are hears the truth, who is upset is not argued with, and all are offered a person."""
    anna = await _started(town, language)
    await anna.says(said)
    assert answered in anna.last.text
    assert any("🙋" in label for label in anna.last.buttons)
    async with town.store.read() as session:
        assert await session.get(Question, 1) is None


async def test_missing_somebody_dearly_is_no_danger(town: Town) -> None:
    """想死你了 means that somebody is missed."""
    anna = await _started(town, "zh")
    await anna.says("想死你了")
    await town.travel(seconds=5)
    assert "12356" not in anna.last.text


async def test_asking_the_bot_while_people_are_on_the_line(town: Town) -> None:
    """The menu's question button says truthfully that what is written now goes to people."""
    anna = await _started(town, "en")
    await anna.says("talk to a human")
    await anna.says("/menu")
    await anna.presses("Ask a question")
    assert "goes to our colleagues" in anna.last.text
    await anna.presses("Back to the assistant")
    await anna.presses("Ask a question")
    assert "Just type your question" in anna.last.text


async def test_yes_to_the_offer_of_a_person(town: Town) -> None:
    """Who is upset and says yes to the offered colleague gets one."""
    anna = await _started(town, "en")
    await anna.says("this is ridiculous!")
    await anna.says("yes please")
    assert "talk to a person" in anna.last.text
    assert "Your number" in anna.last.text
