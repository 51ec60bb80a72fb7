"""Questions that come in pieces."""

from __future__ import annotations

from datetime import datetime

import pytest

from faq import Answer, Entry, Matcher, Policy, Unknown, Verdict
from handlers.question.pieces import is_fragment
from tests.town.town import Town


@pytest.mark.parametrize(
    ("said", "fragment"),
    [
        ("internet", True),
        ("not working", True),
        ("怎么取消", True),
        ("我的网络", True),
        ("怎么取消？", False),
        ("能退吗", False),
        ("price?", False),
        ("my internet is not working", False),
        ("我家里的网络不能用了", False),
    ],
)
def test_is_fragment(said: str, fragment: bool) -> None:
    """A few words that do not end as a question may be the beginning of one."""
    assert is_fragment(said) is fragment


class OneQuestion(Matcher):
    """A base that knows one question, and only in exactly these words."""

    def match(self, text: str, *, policy: Policy | None = None, now: datetime | None = None) -> Verdict:
        """The answer, or nothing."""
        known = Entry("red", {"en": ["red balloon broken today"]}, {"en": "We mend balloons."})
        return Answer(known, 1.0) if text == "red balloon broken today" else Unknown()


async def test_fragment_waits_and_is_answered_once(town: Town) -> None:
    """Pieces are gathered for a moment and answered together."""
    town.house.faq = Matcher.build([])
    anna = await town.customer("Anna")
    await anna.says("/start")
    before = len(anna.texts)
    await anna.says("wibble")
    await anna.says("kraz flumph")
    assert len(anna.texts) == before
    await town.travel(seconds=3)
    assert len(anna.texts) == before + 1
    assert "I don't know" in anna.last.text
    await town.travel(seconds=60)
    assert len(anna.texts) == before + 1


async def test_next_piece_extends_the_wait(town: Town) -> None:
    """Each piece gives the next one its time."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    before = len(anna.texts)
    await anna.says("wibble")
    await town.travel(seconds=2)
    await anna.says("kraz")
    await town.travel(seconds=2)
    assert len(anna.texts) == before
    await town.travel(seconds=1)
    assert len(anna.texts) == before + 1


async def test_piece_that_makes_it_clear_is_answered_at_once(town: Town) -> None:
    """As soon as the pieces make a known question it is answered, without waiting."""
    town.house.faq = OneQuestion.build([])
    anna = await town.customer("Anna")
    await anna.says("/start")
    before = len(anna.texts)
    await anna.says("red balloon")
    assert len(anna.texts) == before
    await anna.says("broken today")
    assert len(anna.texts) == before + 1
    assert anna.last.text.startswith("We mend balloons.")
    await town.travel(seconds=10)
    assert len(anna.texts) == before + 1


async def test_first_message_as_a_piece_is_greeted_with_its_answer(town: Town) -> None:
    """A newcomer who writes in pieces is greeted in the one message that answers them."""
    anna = await town.customer("Anna")
    await anna.says("wibble")
    assert anna.texts == []
    await town.travel(seconds=3)
    assert len(anna.texts) == 1
    assert anna.last.text.startswith("Hello Anna")


async def test_asking_for_a_person_takes_the_pieces_along(town: Town) -> None:
    """Who wants a person in the middle does not say it again, and the bot keeps quiet."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("wibble kraz")
    await anna.says("human")
    said = len(anna.texts)
    await town.travel(seconds=10)
    assert len(anna.texts) == said
    [topic] = town.group("consulting").topics
    assert any("wibble kraz" in text for text in topic.texts)
