"""Return visits: the bot comes back after a case was resolved, and asks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage.case import CaseState, Outcome
from storage.follow_up import FollowUp, FollowUpState
from storage.promise import Promise, PromiseState
from tests.desk.cases import complaint, complaint_resolved, newest, the_case
from tests.town.town import Town

MARKS = ["😊 Satisfied", "😐 So-so", "🙁 Not satisfied"]


async def visit(town: Town) -> FollowUp:
    """The newest follow-up of a case."""
    async with town.store.read() as session:
        return (
            await session.scalars(
                select(FollowUp).where(FollowUp.programme == "return_visit").order_by(FollowUp.id.desc())
            )
        ).first()


async def test_satisfied_closes_the_complaint(town: Town) -> None:
    """Two hours after it was resolved the customer is asked; satisfied closes the case."""
    anna, _, group = await complaint_resolved(town)
    assert "ask whether you find so too" in anna.last.text
    await town.travel(hours=1, minutes=59)
    assert anna.last.buttons != MARKS
    await town.travel(minutes=1)
    assert anna.last.buttons == MARKS
    await anna.presses("😊")
    case = await the_case(town)
    assert (case.state, case.outcome) == (CaseState.closed, Outcome.satisfied)
    assert newest(group).closed
    assert "good to hear" in anna.last.text


async def test_not_satisfied_reopens_under_supervision(town: Town) -> None:
    """Not satisfied opens the case again at once, supervised, with five days' promise; managers know."""
    boss = await town.manager("Wang")
    anna, _, group = await complaint_resolved(town)
    await town.travel(hours=2)
    await anna.presses("Not satisfied")
    case = await the_case(town)
    assert (case.state, case.supervised) == (CaseState.reopened, True)
    assert any("Monday, 30 November, 18:00" in text for text in anna.texts)
    assert f"not satisfied: {case.number}" in boss.last.text
    assert "督导" in newest(group).card.text
    async with town.store.read() as session:
        rows = (await session.execute(select(Promise.kind, Promise.state).order_by(Promise.id))).all()
    assert [tuple(row) for row in rows] == [
        ("first_answer", PromiseState.kept),
        ("finding", PromiseState.open),
    ]
    await anna.says("It is cold again")
    assert any("It is cold again" in text for text in newest(group).texts)
    assert (await visit(town)).words == "It is cold again"


async def test_the_second_visit_can_close_it(town: Town) -> None:
    """After it was mended again the customer is asked again, and has the last word."""
    anna, li, group = await complaint_resolved(town)
    await town.travel(hours=2)
    await anna.presses("Not satisfied")
    await anna.says("It is cold again")
    await li.presses("已处理", topic=newest(group))
    async with town.store.read() as session:
        states = (await session.scalars(select(Promise.state).order_by(Promise.id))).all()
    assert states == [PromiseState.kept, PromiseState.kept]
    await town.travel(hours=2)
    await anna.presses("😊")
    assert (await the_case(town)).outcome is Outcome.satisfied


async def test_so_so_reopens_as_well(town: Town) -> None:
    """So-so is not enough: open again at once, promised, told as what it is; words are welcome."""
    boss = await town.manager("Wang")
    anna, li, group = await complaint_resolved(town)
    await town.travel(hours=2)
    await anna.presses("So-so")
    case = await the_case(town)
    assert (case.state, case.supervised) == (CaseState.reopened, True)
    assert any("Monday, 30 November, 18:00" in text for text in anna.texts)
    assert boss.last.text.startswith(f"❗ A customer finds it so-so: {case.number}")
    told = [text for text in newest(group).texts if "已重新打开" in text]
    assert [text.split("：")[0] for text in told] == ["客户觉得一般"]
    assert "❗ 客户觉得一般：督导中" in newest(group).card.text
    await anna.presses("Skip")
    assert "on it" in anna.last.text
    assert (await the_case(town)).state is CaseState.reopened
    await li.presses("已处理", topic=newest(group))
    await town.travel(hours=2)
    await anna.presses("So-so")
    await anna.says("The room is still noisy")
    assert any("The room is still noisy" in text for text in newest(group).texts)
    assert "30 November, 18:00" in anna.last.text
    await li.presses("已处理", topic=newest(group))
    await town.travel(hours=2)
    await anna.presses("Not satisfied")
    assert "❗ 客户曾表示不满意：督导中" in newest(group).card.text


async def test_answering_twice_counts_once(town: Town) -> None:
    """A second press under the same question is answered politely and changes nothing."""
    anna, _, _ = await complaint_resolved(town)
    await town.travel(hours=2)
    await anna.presses("😊")
    await anna.presses("Not satisfied")
    assert "noted your answer already" in anna.last.text
    assert (await the_case(town)).state is CaseState.closed


async def test_nobody_is_asked_in_the_quiet_hours(town: Town) -> None:
    """What would be due at night is asked in the morning."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    await complaint(town, anna)
    await town.travel(hours=9)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    await li.presses("已处理", topic=topic)
    await town.travel(hours=13, minutes=59)
    assert anna.last.buttons != MARKS
    await town.travel(minutes=1)
    assert anna.last.buttons == MARKS


async def test_reopened_before_the_visit_makes_it_moot(town: Town) -> None:
    """Nobody is asked about a case that is being worked on again."""
    anna, li, group = await complaint_resolved(town)
    await li.presses("重新打开", topic=newest(group))
    await town.travel(hours=3)
    assert anna.last.buttons != MARKS
    assert (await visit(town)).state is FollowUpState.cancelled


async def test_silence_is_asked_again_then_handed_to_an_agent(town: Town) -> None:
    """Three questions on three days, at other hours; then an agent is asked to call and records it."""
    anna, li, group = await complaint_resolved(town)
    await town.travel(hours=2)
    first = (await visit(town)).asked_at
    for attempt in (2, 3):
        await town.travel(hours=26)
        assert (await visit(town)).attempts == attempt
        assert "again" in anna.last.text
    assert first is not None
    assert town.now - first == timedelta(hours=52)
    asked = sum(message.buttons == MARKS for message in anna.heard)
    await town.travel(hours=26)
    assert (await visit(town)).state is FollowUpState.unreached
    assert sum(message.buttons == MARKS for message in anna.heard) == asked == 3
    assert (await the_case(town)).state is CaseState.resolved
    assert "请打电话回访" in newest(group).last.text
    await li.presses("联系不上", topic=newest(group))
    case = await the_case(town)
    assert (case.state, case.outcome) == (CaseState.closed, Outcome.undetermined)


async def test_a_call_can_reopen(town: Town) -> None:
    """An agent who reached a customer who is not satisfied opens the case again with one press."""
    anna, li, group = await complaint_resolved(town)
    for hours in (2, 26, 26, 26):
        await town.travel(hours=hours)
    await li.presses("已联系：不满意", topic=newest(group))
    case = await the_case(town)
    assert (case.state, case.supervised) == (CaseState.reopened, True)
    assert "takes this up again" in anna.last.text


async def test_a_blocked_bot_hands_over_at_once(town: Town) -> None:
    """Where the customer cannot be reached, an agent is asked to call without further attempts."""
    anna, _, group = await complaint_resolved(town)
    town.world.block(anna.id)
    await town.settle()
    await town.travel(hours=2)
    assert (await visit(town)).state is FollowUpState.unreached
    assert "请打电话回访" in newest(group).last.text


async def test_a_visit_that_comes_too_late_is_handed_to_people(town: Town) -> None:
    """After an outage of more than a week nobody is asked by the bot; an agent calls."""
    anna, _, group = await complaint_resolved(town)
    await town.travel(days=8)
    assert (await visit(town)).outcome == "too_late"
    assert anna.last.buttons != MARKS
    assert "请打电话回访" in newest(group).last.text


async def test_a_late_answer_counts(town: Town) -> None:
    """Not satisfied, pressed after the bot gave up asking, opens the case again; the call is needless."""
    anna, li, group = await complaint_resolved(town)
    for hours in (2, 26, 26, 26, 40):
        await town.travel(hours=hours)
    assert (await visit(town)).state is FollowUpState.unreached
    await anna.presses("Not satisfied")
    case = await the_case(town)
    assert (case.state, case.supervised) == (CaseState.reopened, True)
    assert any("takes this up again" in text for text in anna.texts)
    assert (await visit(town)).outcome == "not_satisfied"
    await li.presses("联系不上", topic=newest(group))
    assert (await the_case(town)).state is CaseState.reopened


async def test_a_late_word_settles_what_was_left_undetermined(town: Town) -> None:
    """Nobody was reached by phone either; the customer's own word still counts, in Chinese too."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("安娜", language_code="zh-hans")
    await anna.says("/start")
    await complaint(town, anna)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    await li.presses("已处理", topic=topic)
    for hours in (2, 26, 26, 26):
        await town.travel(hours=hours)
    await li.presses("联系不上", topic=topic)
    assert (await the_case(town)).outcome is Outcome.undetermined
    await anna.presses("不满意")
    assert (await the_case(town)).state is CaseState.reopened
    assert any("同事会重新处理" in text for text in anna.texts)


async def test_an_old_question_is_answered_with_how_the_case_stands(town: Town) -> None:
    """Whose case is being worked on again, or closed by their word, hears so instead of “noted already”."""
    anna, li, group = await complaint_resolved(town)
    await town.travel(hours=2)
    question = anna.last.message_id
    await li.presses("重新打开", topic=newest(group))
    await town.travel(hours=27)
    await anna.presses("Not satisfied", message=question)
    number = (await the_case(town)).number
    assert anna.last.text.startswith(f"Thank you. About {number}: ")
    assert "noted" not in anna.last.text
