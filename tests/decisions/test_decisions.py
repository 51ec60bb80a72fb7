"""Suggestions get an answer: what was decided, in which words, and later that it is done."""

from __future__ import annotations

from sqlalchemy import select

from handlers import desk
from handlers.effects import Effects
from handlers.scene import Scene
from storage.account import Conversation
from storage.case import Case, CaseKind, CaseState, Outcome
from storage.decision import Decision
from storage.event import Event
from storage.follow_up import FollowUp
from storage.person import Identity
from storage.person import Person as PersonRow
from storage.promise import Promise, PromiseState
from tests.desk.cases import complaint, newest, the_case
from tests.town.people import Person
from tests.town.town import Town


async def suggested(town: Town, language_code: str = "en") -> tuple[Person, Person]:
    """Anna suggests something, and Li has taken it."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code=language_code)
    await anna.says("/start")
    await suggestion_of(town, anna, "Open the library on Sundays")
    await li.presses("我来处理", topic=newest(town.group("complaints")))
    return li, anna


async def suggestion_of(town: Town, anna: Person, words: str) -> Case:
    """A suggestion of a customer who has written before."""
    conversation = await town.conversation(anna)
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        person = await session.scalar(
            select(PersonRow)
            .join(Identity, Identity.person_id == PersonRow.id)
            .where(Identity.external_id == str(anna.id))
        )
        assert person is not None
        case = await desk.open_case(
            scene,
            kind=CaseKind.suggestion,
            person=person,
            conversation=await session.get_one(Conversation, conversation.id),
            summary=words,
        )
        await scene.effects.write(session)
    await town.settle()
    return case


async def test_no_suggestion_is_resolved_without_an_answer(town: Town) -> None:
    """Resolve asks for the decision; verdict and ready words reach the customer; the visit follows."""
    li, anna = await suggested(town)
    group = town.group("complaints")
    assert "what was decided" in await li.presses("已处理", topic=newest(group))
    await li.presses("处理决定", topic=newest(group))
    await li.presses("暂不采纳", topic=newest(group))
    assert "/decide 暂不采纳" in newest(group).last.text
    await li.presses("目前的条件还做不到", topic=newest(group))
    assert "cannot follow it now. It needs more than we can give at present." in anna.last.text
    heard = len(anna.texts)
    await li.presses("目前的条件还做不到", topic=newest(group))
    assert len(anna.texts) == heard
    assert any("Li的决定：暂不采纳" in text for text in newest(group).texts)
    assert "💡 决定：暂不采纳" in newest(group).card.text
    assert "已落实" not in newest(group).card.buttons
    async with town.store.read() as session:
        promises = list(await session.scalars(select(Promise.state)))
        decided = (await session.scalars(select(Event).where(Event.verb == "suggestion.decided"))).one()
    assert promises == [PromiseState.kept]
    assert decided.facts == {"verdict": "not_now"}
    await li.presses("已处理", topic=newest(group))
    assert (await the_case(town)).state is CaseState.resolved
    await town.travel(hours=3)
    await anna.presses("Satisfied")
    assert (await the_case(town)).outcome is Outcome.satisfied
    assert not any("已落实" in label for label in newest(group).card.buttons)


async def test_thanks_close_no_other_matter(town: Town) -> None:
    """A suggestion goes on as a complaint: thanks for its answer are no word about the complaint."""
    li, anna = await suggested(town)
    boss = await town.manager("Wang")
    group = town.group("complaints")
    await li.says("/decide 采纳 Gladly", topic=newest(group))
    thanks = anna.last.message_id
    suggestion = await the_case(town)
    other = await complaint(town, anna, "The library was locked on Sunday")
    await boss.says(f"/merge {suggestion.number} {other.number}")
    topic = newest(group)
    await li.presses("已处理", topic=topic)
    await anna.presses("Thank you", message=thanks)
    async with town.store.read() as session:
        kept = await session.get_one(Case, other.id)
    assert (kept.merged_into_id, kept.state) == (None, CaseState.resolved)


async def test_thanks_are_no_word_of_who_was_not_satisfied(town: Town) -> None:
    """Not satisfied, a customer thanks for the answer all the same: resolved again, they are asked again."""
    li, anna = await suggested(town)
    group = town.group("complaints")
    await li.says("/decide 暂不采纳 It is too far for our guards", topic=newest(group))
    thanks = anna.last.message_id
    await li.presses("已处理", topic=newest(group))
    await town.travel(hours=3)
    await anna.presses("Not satisfied")
    await anna.presses("Thank you", message=thanks)
    await li.says("We have asked for a second guard", topic=newest(group))
    await li.presses("已处理", topic=newest(group))
    assert (await the_case(town)).state is CaseState.resolved
    await town.travel(hours=3)
    await anna.presses("Satisfied")
    assert (await the_case(town)).outcome is Outcome.satisfied


async def test_a_decision_goes_over_with_a_merge(town: Town) -> None:
    """Two suggestions are one: what was decided of the first is told of when it is done."""
    li, anna = await suggested(town)
    boss = await town.manager("Wang")
    await li.says("/decide 采纳 Gladly", topic=newest(town.group("complaints")))
    first = await the_case(town)
    other = await suggestion_of(town, anna, "And on Saturdays")
    await boss.says(f"/merge {first.number} {other.number}")
    assert "💡 决定：采纳" in newest(town.group("complaints")).card.text
    await boss.says(f"/decide {other.number} done")
    assert f"What you suggested with {other.number} is done" in anna.last.text
    await boss.presses("还是两件事", topic=newest(town.group("complaints")))
    async with town.store.read() as session:
        assert (await session.scalars(select(Decision.case_id))).one() == first.id


async def test_who_is_content_is_not_asked_again(town: Town) -> None:
    """Thanks settle it; words of one's own; months later the customer hears once that it is done."""
    li, anna = await suggested(town)
    boss = await town.manager("Wang")
    zhao = await town.agent("Zhao", "complaints")
    group = town.group("complaints")
    await zhao.says("/decide 采纳 从下个月开始", topic=newest(group))
    assert "只有负责的同事" in newest(group).last.text
    await li.says("/decide perhaps", topic=newest(group))
    assert "/decide" in newest(group).last.text
    await li.says("/decide 部分采纳，From next month, in the afternoon.", topic=newest(group))
    assert "accepted in part. From next month, in the afternoon." in anna.last.text
    await anna.presses("Thank you")
    assert "When it is done, you hear so here" in anna.last.text
    await anna.presses("Thank you")
    heard = len(anna.texts)
    await li.presses("已处理", topic=newest(group))
    case = await the_case(town)
    assert (case.state, case.outcome) == (CaseState.closed, Outcome.satisfied)
    async with town.store.read() as session:
        assert list(await session.scalars(select(FollowUp).where(FollowUp.case_id == case.id))) == []
    assert len(anna.texts) == heard
    await boss.says("/digest")
    assert "Suggestions decided: 1 × accepted in part" in boss.last.text
    await town.travel(days=40)
    heard = len(anna.texts)
    await boss.says(f"/decide {case.number} done The doors are open since Sunday.")
    assert "being told" in boss.last.text
    assert f"with {case.number} is done. The doors are open since Sunday." in anna.last.text
    await boss.says(f"/decide {case.number} done")
    assert "knows already" in boss.last.text
    assert len(anna.texts) == heard + 1
    await boss.says(f"/decide {case.number} accepted Gladly")
    assert "settled" in boss.last.text
    async with town.store.read() as session:
        assert (await session.scalars(select(Decision.done_at))).one() is not None
        assert len(list(await session.scalars(select(Case)))) == 1
