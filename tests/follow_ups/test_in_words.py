"""Answers that are typed instead of pressed."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import CaseState, Outcome
from storage.follow_up import FollowUp, FollowUpState
from tests.desk.cases import complaint_resolved, newest, the_case
from tests.town.town import Town


async def test_satisfied_in_words_closes(town: Town) -> None:
    """Typing "satisfied" after the return visit is as good as pressing it."""
    anna, _, _ = await complaint_resolved(town)
    await town.travel(hours=3)
    await anna.says("Satisfied!")
    assert "good to hear" in anna.last.text
    assert (await the_case(town)).outcome is Outcome.satisfied


async def test_not_satisfied_in_words_reopens(town: Town) -> None:
    """Typing "不满意" opens the case again under supervision and asks what would be better, thanking once."""
    anna, _, group = await complaint_resolved(town)
    await town.travel(hours=3)
    await anna.says("不满意")
    case = await the_case(town)
    assert (case.state, case.supervised) == (CaseState.reopened, True)
    assert "谢谢" in anna.texts[-2]
    assert "谢谢" not in anna.last.text
    assert anna.last.buttons == ["跳过"]
    assert "督导" in newest(group).card.text


async def test_leaving_the_last_question_keeps_the_answer(town: Town) -> None:
    """/cancel at "what would be better?" leaves the words out and throws nothing away."""
    anna, _, _ = await complaint_resolved(town)
    await town.travel(hours=3)
    await anna.presses("Not satisfied")
    await anna.says("/cancel")
    assert "on it" in anna.last.text
    assert (await the_case(town)).state is CaseState.reopened


async def test_not_settled_in_words_is_heard_late_too(town: Town) -> None:
    """After it was closed as undetermined, "it is still not fixed" opens it again, in both languages."""
    anna, li, group = await complaint_resolved(town)
    for _ in range(5):
        await town.travel(hours=27)
    await li.presses("联系不上", topic=newest(group))
    assert (await the_case(town)).outcome is Outcome.undetermined
    await anna.says("I only see this now, it's still not fixed!")
    case = await the_case(town)
    assert (case.state, case.supervised) == (CaseState.reopened, True)
    assert case.number in anna.texts[-2]
    await anna.presses("Skip")
    await li.presses("已处理", topic=newest(group))
    await town.travel(hours=10)
    await anna.says("老师换了，可是还没解决呢")
    assert (await the_case(town)).state is CaseState.reopened
    assert "重新处理" in anna.texts[-2]


async def test_without_a_question_the_words_are_just_words(town: Town) -> None:
    """Nobody is taken to answer what they were not asked."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("not satisfied")
    await town.travel(seconds=5)
    assert "colleague" in anna.last.text


async def test_who_was_asked_lately_is_not_asked_again(town: Town) -> None:
    """After a return visit the question after joining is left out."""
    anna, _, _ = await complaint_resolved(town)
    await town.travel(hours=3)
    await anna.presses("Satisfied")
    heard = anna.texts
    await town.travel(days=3)
    assert anna.texts == heard
    async with town.store.read() as session:
        joined = await session.scalar(select(FollowUp).where(FollowUp.programme == "joined"))
    assert joined is not None
    assert (joined.state, joined.outcome) == (FollowUpState.cancelled, "asked_lately")
