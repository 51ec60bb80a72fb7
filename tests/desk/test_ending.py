"""Resolving, closing and opening again; and the odd transitions."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.case import Case, CaseState, Outcome
from storage.event import Event
from storage.promise import Promise, PromiseState
from storage.staff import Staff
from tests.town.people import Group, Person, Topic
from tests.town.town import Town


async def connected(town: Town) -> tuple[Person, Person, Group]:
    """A customer who asked for a person, and the agent who took the case and answered."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("I want to talk to a human")
    group = town.group("consulting")
    await li.presses("我来处理", topic=group.topics[0])
    await li.says("It is at three", topic=group.topics[0])
    return anna, li, group


async def the_case(town: Town) -> Case:
    """The one case there is."""
    async with town.store.read() as session:
        return (await session.scalars(select(Case))).one()


async def close(anna: Person, li: Person, group: Group) -> None:
    """The agent has done their part, and the customer says that all is answered."""
    await li.presses("已处理", topic=topic(group))
    await anna.presses("Yes")


def topic(group: Group) -> Topic:
    """The group's newest topic, as it is now."""
    return group.topics[-1]


async def test_yes_closes_as_satisfied(town: Town) -> None:
    """A resolved inquiry is asked about at once, and the customer's yes closes it."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    assert "is answered. Is it?" in anna.last.text
    await anna.presses("Yes")
    case = await the_case(town)
    assert (case.state, case.outcome) == (CaseState.closed, Outcome.satisfied)
    assert topic(group).closed
    assert "closed" in anna.last.text
    assert (await town.conversation(anna)).case_id is None


async def test_not_yet_reopens_with_the_same_owner(town: Town) -> None:
    """Not yet opens the case again for the same agent, with a new promise; nobody has to take it again."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    await town.travel(hours=1)
    await anna.presses("Not yet")
    case = await the_case(town)
    assert case.state is CaseState.reopened
    assert not case.supervised
    assert "tomorrow, 24 November, 11:00" in anna.last.text
    await anna.says("Which room?")
    assert topic(group).last.text == "Which room?"
    await li.says("Room five", topic=topic(group))
    assert anna.last.text == "Room five"
    async with town.store.read() as session:
        states = (await session.scalars(select(Promise.state).order_by(Promise.id))).all()
    assert states == [PromiseState.kept, PromiseState.kept]


async def test_not_yet_in_words_reopens_too(town: Town) -> None:
    """Typing "not yet" instead of pressing is understood, while other words are just passed on."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    await anna.says("Let me look")
    assert (await the_case(town)).state is CaseState.resolved
    await anna.says("Not yet!")
    assert (await the_case(town)).state is CaseState.reopened
    assert "Not yet!" in topic(group).texts


async def test_only_the_customers_word_closes(town: Town) -> None:
    """No button of the card closes a case; a "not yet" after the yes opens it and its topic again."""
    anna, li, group = await connected(town)
    assert not any("结束" in label for label in topic(group).card.buttons)
    await close(anna, li, group)
    assert topic(group).closed
    await town.travel(days=2)
    await anna.presses("Not yet")
    assert (await the_case(town)).state is CaseState.reopened
    assert not topic(group).closed


async def test_a_reply_after_closing_reopens(town: Town) -> None:
    """A reply to an old answer opens the case again; the words are passed on and promised an answer."""
    anna, li, group = await connected(town)
    answer = anna.last.message_id
    await close(anna, li, group)
    await town.travel(days=3)
    await anna.says("Is it still at three?", reply_to=answer)
    assert (await the_case(town)).state is CaseState.reopened
    assert "Is it still at three?" in topic(group).texts
    assert "opened" in anna.last.text
    assert not topic(group).closed


async def test_thanks_after_closing_reopens_nothing(town: Town) -> None:
    """Thanks in reply to an old answer are passed on, and the case stays closed."""
    anna, li, group = await connected(town)
    answer = anna.last.message_id
    await close(anna, li, group)
    thanks = await anna.says("Thank you!", reply_to=answer)
    assert (await the_case(town)).state is CaseState.closed
    assert anna.reactions(thanks) == ["👌"]
    assert topic(group).last.text == "Thank you!"


async def test_yes_twice_is_harmless(town: Town) -> None:
    """A second yes, or a not yet after it, is answered politely; the latter opens again."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    await anna.presses("Yes")
    await anna.presses("Yes")
    assert "closed already" in anna.last.text
    async with town.store.read() as session:
        closed = (await session.scalars(select(Event).where(Event.verb == "case.closed"))).all()
    assert len(closed) == 1


async def test_only_the_owner_or_a_manager_ends_a_case(town: Town) -> None:
    """Colleagues who did not take the case cannot resolve it; a manager can."""
    _, _, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    boss = await town.manager("Wang")
    words = await zhao.presses("已处理", topic=topic(group))
    assert words == "It's with Li: only Li, a head or a manager can do this."
    assert (await the_case(town)).state is CaseState.taken
    await boss.presses("已处理", topic=topic(group))
    assert (await the_case(town)).state is CaseState.resolved


async def test_words_into_a_closed_case_are_not_sent(town: Town) -> None:
    """What an agent writes after closing is not sent, and they are told how to open the case again."""
    anna, li, group = await connected(town)
    await close(anna, li, group)
    before = anna.texts
    await li.says("one more thing", topic=topic(group))
    assert anna.texts == before
    assert "已经结束" in topic(group).last.text
    await li.presses("重新打开", topic=topic(group))
    assert "opened again" in anna.last.text
    await li.says("one more thing", topic=topic(group))
    assert anna.last.text == "one more thing"


@pytest.mark.parametrize(
    ("language", "asked", "rests", "told", "digest"),
    [
        ("en", "is your question", "asked you about", "did not say whether", "outcome unknown"),
        ("zh", "有没有解决", "没有收到回音", "一直没有回音", "结果不明"),
    ],
)
async def test_silence_is_no_yes(
    town: Town, language: str, asked: str, rests: str, told: str, digest: str
) -> None:
    """Who says nothing is asked again, as often as is set; then it is closed as undetermined, not solved."""
    boss = await town.manager("Wang", language_code=language)
    li = await town.agent("Li", "consulting", language_code=language)
    anna = await town.customer("Anna", language_code=language)
    await anna.says("人工" if language == "zh" else "talk to a human")
    group = town.group("consulting")
    await li.presses("我来处理", topic=topic(group))
    await li.says("At three", topic=topic(group))
    await li.presses("已处理", topic=topic(group))
    for _ in range(2):
        seen = len(anna.texts)
        await town.travel(hours=27)
        assert len(anna.texts) == seen + 1
        assert asked in anna.last.text
        assert len(anna.last.buttons) == 2
        assert (await the_case(town)).state is CaseState.resolved
    await town.travel(hours=27)
    case = await the_case(town)
    assert (case.state, case.outcome) == (CaseState.closed, Outcome.undetermined)
    assert rests in anna.last.text
    assert told in li.last.text
    assert case.number in li.last.text
    assert "结果不明" in topic(group).texts[-1]
    await boss.says("/digest")
    assert digest in boss.last.text
    assert "👍" not in boss.last.text
    await anna.says("还没有" if language == "zh" else "Not yet", reply_to=_first_answer(anna))
    assert (await the_case(town)).state is CaseState.reopened


def _first_answer(anna: Person) -> int:
    return next(message.message_id for message in anna.seen if message.text == "At three")


async def test_the_second_question_can_be_answered(town: Town) -> None:
    """The buttons of the second question do the same: not yet goes on with the same owner, who hears it."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    await town.travel(hours=27)
    owner = (await the_case(town)).owner_id
    await anna.presses("Not yet")
    case = await the_case(town)
    assert (case.state, case.owner_id) == (CaseState.reopened, owner)
    assert any("Li" in text and "还没" in text for text in topic(group).texts)
    await town.travel(days=4)
    assert (await the_case(town)).state is CaseState.reopened


async def test_the_topic_closes_with_the_matter_and_opens_with_news(town: Town) -> None:
    """A resolved case's topic is closed; words of the customer open it again, their thanks do not."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    assert topic(group).closed
    await anna.says("Thank you!")
    assert topic(group).closed
    await anna.says("Let me look")
    assert not topic(group).closed
    assert (await the_case(town)).state is CaseState.resolved
    await anna.presses("Yes")
    assert topic(group).closed


async def test_status_tells_what_happens_next(town: Town) -> None:
    """The customer sees each open matter with what happens next and by when."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/status")
    assert "no open matters" in anna.last.text
    await anna.says("I want to talk to a human")
    await anna.says("/status")
    case = await the_case(town)
    assert f"{case.number} · Question · received" in anna.last.text
    assert "A person will answer you by tomorrow, 24 November, 10:00" in anna.last.text


async def test_one_number_can_be_asked_for(town: Town) -> None:
    """/status with a number tells of that matter, however it is typed, and of nobody else's."""
    anna, li, group = await connected(town)
    await close(anna, li, group)
    number = (await the_case(town)).number
    await anna.says(f"/status {number[:3].lower()} {number[3:]}")
    assert anna.last.text.startswith(f"{number} · Question · closed")
    bob = await town.customer("Bob", language_code="en")
    await bob.says(f"/status {number}")
    assert "can't find" in bob.last.text


async def test_a_case_of_somebody_who_left_can_be_taken_again(town: Town) -> None:
    """When the owner has left meanwhile, a reopened case waits for the next colleague."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    await li.presses("已处理", topic=topic(group))
    async with town.store.begin() as session:
        owner = await session.get_one(Staff, (await the_case(town)).owner_id)
        owner.left_at = town.now
    await anna.presses("Not yet")
    assert any("哪位来处理" in text for text in topic(group).texts)
    await zhao.presses("我来处理", topic=topic(group))
    await zhao.says("I go on with it", topic=topic(group))
    assert anna.last.text == "I go on with it"
    case = await the_case(town)
    assert case.first_taker_id == case.owner_id


async def test_yes_in_words_closes_too(town: Town) -> None:
    """Typing yes to "is it answered?" is as good as pressing it."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    await anna.says("Yes, thank you!")
    assert "is closed" in anna.last.text
    assert (await the_case(town)).outcome is Outcome.satisfied


async def test_a_question_after_resolving_opens_it_again(town: Town) -> None:
    """Who answers "is it answered?" with a question is promised an answer, not closed by silence."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    await anna.says("And what about the books?")
    assert (await the_case(town)).state is CaseState.reopened
    assert "You will hear from a colleague by" in anna.last.text


async def test_silence_begins_after_the_last_word(town: Town) -> None:
    """A customer who writes after resolving has the whole time for their yes again."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=topic(group))
    await town.travel(hours=20)
    await anna.says("Let me look")
    await town.travel(hours=20)
    assert (await the_case(town)).state is CaseState.resolved


async def test_a_head_acts_in_their_departments_cases(town: Town) -> None:
    """The head of the department can resolve what a colleague has taken."""
    boss = await town.manager("Wang")
    _, _, group = await connected(town)
    mei = await town.agent("Mei", "consulting")
    await boss.says("/heads")
    await boss.presses("Consulting")
    await boss.presses("Mei")
    await boss.presses("head")
    await mei.presses("已处理", topic=topic(group))
    assert (await the_case(town)).state is CaseState.resolved
