"""Three days after somebody first wrote, the bot asks how they are getting on."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import Case, CaseKind
from storage.follow_up import FollowUp, FollowUpState
from tests.desk.cases import complaint, newest, the_case
from tests.pleas.test_pleas import make_head
from tests.town.people import Person
from tests.town.town import Town

MARKS = ["😊 Satisfied", "😐 So-so", "🙁 Not satisfied"]


async def newcomer(town: Town) -> Person:
    """Somebody who wrote for the first time at ten on Monday."""
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    return anna


async def test_asked_after_three_days(town: Town) -> None:
    """A newcomer is asked on the third day, once, and thanked."""
    anna = await newcomer(town)
    await anna.says("/start")
    await town.travel(days=2, hours=23)
    assert anna.last.buttons != MARKS
    await town.travel(hours=1)
    assert anna.last.buttons == MARKS
    await anna.presses("😊")
    assert "good to hear" in anna.last.text
    async with town.store.read() as session:
        assert len((await session.scalars(select(FollowUp))).all()) == 1
        assert (await session.scalars(select(Case))).all() == []


async def test_not_satisfied_opens_a_case_by_itself(town: Town) -> None:
    """Not satisfied opens a complaint with a promise, and the words that follow go to it.

    It is supervised like one that is open again: the head sees it each morning, and so does the manager.
    """
    await town.agent("Li", "complaints")
    boss = await town.manager("Wang")
    head = await town.agent("Zhao", "complaints")
    await make_head(town, "Zhao")
    anna = await newcomer(town)
    await town.travel(days=3)
    await anna.presses("Not satisfied")
    case = await the_case(town)
    assert (case.kind, case.supervised) == (CaseKind.complaint, True)
    assert "督导" in newest(town.group("complaints")).card.text
    assert any(case.number in text for text in anna.texts)
    await anna.says("Nobody told me where to go")
    assert any("Nobody told me where to go" in text for text in newest(town.group("complaints")).texts)
    await town.travel(days=1)
    for reader in (head, boss):
        assert any("One case under supervision" in text and case.number in text for text in reader.texts)


async def test_so_so_with_words_opens_a_case(town: Town) -> None:
    """So-so opens a case when there are words to act on, and it is supervised as well."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await newcomer(town)
    await town.travel(days=3)
    await anna.presses("So-so")
    await anna.says("The app is slow")
    case = await the_case(town)
    assert (case.summary, case.supervised) == ("The app is slow", True)
    assert "you will have an answer by" in anna.last.text
    said = next(text for text in boss.texts if "finds it so-so" in text)
    assert case.number in said
    assert "again" not in said, "nothing was open before"


async def test_who_is_talking_with_people_is_not_asked(town: Town) -> None:
    """A newcomer with an open case is not asked how they are getting on."""
    await town.agent("Li", "complaints")
    anna = await newcomer(town)
    await complaint(town, anna)
    await town.travel(days=3)
    assert all(message.buttons != MARKS for message in anna.heard)
    async with town.store.read() as session:
        joined = (await session.scalars(select(FollowUp))).one()
    assert (joined.state, joined.outcome) == (FollowUpState.cancelled, "in_talk")


async def test_colleagues_are_not_asked(town: Town) -> None:
    """A newcomer who became a member of staff is not asked."""
    li = await town.agent("Li", "complaints")
    await town.travel(days=3)
    assert all("😊" not in "".join(message.buttons) for message in li.heard)
