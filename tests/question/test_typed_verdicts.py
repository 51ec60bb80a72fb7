"""Whether an answer helped, said in words; and words that belong to a matter that is open."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.question import Question
from tests.desk.cases import complaint, newest, the_case
from tests.town.town import Town


async def _only_question(town: Town) -> Question:
    async with town.store.read() as session:
        return (await session.scalars(select(Question))).one()


@pytest.mark.parametrize("said", ["No", "not what I asked", "没有", "不是这个"])
async def test_a_typed_no_is_a_thumb_down(town: Town, said: str) -> None:
    """Typing no to "does that answer it?" offers a colleague and is no question of its own."""
    anna = await town.customer("Anna")
    await anna.says("What subjects do you teach?")
    await anna.says(said)
    assert anna.last.buttons[0].startswith("🙋")
    assert (await _only_question(town)).helpful is False


@pytest.mark.parametrize("said", ["yes", "It does!", "清楚了", "是的"])
async def test_a_typed_yes_is_a_thumb_up(town: Town, said: str) -> None:
    """Typing yes is counted, with a nod instead of words."""
    anna = await town.customer("Anna")
    await anna.says("What subjects do you teach?")
    heard = anna.texts
    message = await anna.says(said)
    assert anna.texts == heard
    assert anna.reactions(message) == ["👍"]
    assert (await _only_question(town)).helpful is True


async def test_more_about_an_open_matter_is_added_to_it(town: Town) -> None:
    """What we cannot answer may belong to a complaint that is open: one press adds it there."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    await anna.says("it happened last Saturday, when the zxqv was wibbling in the corridor")
    number = (await the_case(town)).number
    await anna.presses(f"Add it to {number}")
    assert f"Added to {number}" in anna.last.text
    assert "wibbling" in newest(town.group("complaints")).last.text


async def test_a_case_number_alone_tells_how_it_stands(town: Town) -> None:
    """A customer who sends nothing but their number is told where that matter stands."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    number = (await the_case(town)).number
    await anna.says(number.lower())
    assert number in anna.last.text
    assert "received" in anna.last.text
