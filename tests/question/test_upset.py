"""Who is angry, or tells of something grave, is heard out instead of being shown guesses."""

from __future__ import annotations

import pytest

from storage.case import CaseKind
from tests.complaint.test_complaint import cases
from tests.desk.cases import newest
from tests.town.town import Town


@pytest.mark.parametrize(
    ("language", "said", "hears", "press", "form"),
    [
        ("zh", "气死我了，孩子在你们那哭了一节课没人管", "听得出", "记成投诉", "不用再说一遍"),
        (
            "en",
            "This is the worst school ever, my son was crying after the lesson",
            "I can hear",
            "Take it down",
            "need not say it again",
        ),
    ],
)
async def test_an_outburst_becomes_a_complaint_by_one_tap(
    town: Town, language: str, said: str, hears: str, press: str, form: str
) -> None:
    """The anger is met with words, and what was written is in the complaint without being asked again."""
    await town.agent("Li", "complaints", "consulting")
    anna = await town.customer("Anna", language)
    await anna.says("/start")
    await anna.says(said)
    await town.travel(seconds=5)
    assert anna.last.text.startswith(hears)
    assert len(anna.last.buttons) == 2
    await anna.presses(press)
    assert form in anna.last.text
    await anna.presses("其他" if language == "zh" else "Something else")
    await anna.presses("没有，继续" if language == "zh" else "Nothing to add")
    await anna.presses("就在这里" if language == "zh" else "Here in the chat")
    await anna.presses("发送" if language == "zh" else "Send")
    (case,) = await cases(town)
    assert (case.kind, case.summary) == (CaseKind.complaint, said)
    # Angry again while it stands open: to the case, or to those who have it.
    again = "你们到底管不管" if language == "zh" else "Nobody answers, I am really angry"
    await anna.says(again)
    await town.travel(seconds=5)
    assert case.number in anna.last.text
    await anna.presses("补充到" if language == "zh" else "Add it to")
    assert any(again in text for text in newest(town.group("complaints")).texts)
    await anna.presses("催一下" if language == "zh" else "Please hurry")
    assert any("在催" in text for text in newest(town.group("complaints")).texts)


async def test_something_grave_is_not_guessed_at(town: Town) -> None:
    """Words of a major matter outside of any case: a yes brings a person, and the manager knows at once."""
    boss = await town.manager("Wang")
    await town.agent("Li", "consulting")
    anna = await town.customer("安娜", "zh")
    await anna.says("/start")
    await anna.says("孩子在楼梯上摔了一跤，头破了")
    await town.travel(seconds=5)
    assert "很要紧" in anna.last.text
    await anna.says("好的")
    assert "咨询组" in anna.last.text
    assert boss.last.text.startswith("🚨 Major matter: somebody hurt")
    assert "摔了一跤" in boss.last.text


async def test_an_angry_question_is_answered_with_a_kind_word(town: Town) -> None:
    """What the base is sure of is told all the same, but not as if nothing had been said."""
    anna = await town.customer("Anna", "zh")
    await anna.says("/start")
    await anna.says("退款")
    answer = anna.last.text
    bo = await town.customer("Bo", "zh")
    await bo.says("/start")
    await bo.says("骗子，退款")
    assert bo.last.text == f"看得出这次让您不舒服了。我先把知道的告诉您：\n\n{answer}"
