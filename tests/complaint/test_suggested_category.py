"""The category of a complaint is suggested from what the customer wrote."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.case import Case
from tests.town.town import Town

WORDS = {
    "teaching": ("老师", "讲课", "teacher", "lesson"),
    "place": ("教室", "空调", "room", "toilet"),
    "fees": ("退费", "refund"),
}


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("complaint: The teacher left the lesson early, in a small room", "👉 Teaching"),
        ("complaint: the toilet is always locked", "👉 Rooms and facilities"),
        ("complaint: a room and a refund", "Teaching"),
        ("complaint: nobody picks up", "Teaching"),
    ],
)
async def test_what_the_words_speak_of_most_comes_first(town: Town, said: str, first: str) -> None:
    """One clear category is marked and stands first; where it is not clear the list is as always."""
    town.house.category_words = WORDS
    anna = await town.customer("Anna")
    await anna.says(said)
    assert anna.last.buttons[0] == first


async def test_a_tap_confirms_or_corrects(town: Town) -> None:
    """The suggestion is only one: another category is a tap away, and the review names it plainly."""
    town.house.category_words = WORDS
    await town.agent("Li", "complaints")
    anna = await town.customer("安娜", language_code="zh-hans")
    await anna.says("投诉：教室空调坏了，老师也没管")
    assert anna.last.buttons[0] == "👉 环境设施"
    await anna.presses("教学质量")
    await anna.presses("没有，继续")
    await anna.presses("就在这里")
    assert "类别：教学质量" in anna.last.text
    await anna.presses("发送")
    await anna.says("投诉：教室太冷")
    await anna.presses("环境设施")
    await anna.presses("没有，继续")
    await anna.presses("就在这里")
    assert "类别：环境设施" in anna.last.text
    await anna.presses("发送")
    async with town.store.read() as session:
        kept = (await session.scalars(select(Case.category).order_by(Case.id))).all()
    assert list(kept) == ["teaching", "place"]
