"""Hurry, and the head, please: what a customer can press for on any open case."""

from __future__ import annotations

from sqlalchemy import select, update

from storage.plea import Plea, PleaState
from storage.staff import DepartmentMember, MembershipRole, Staff
from tests.desk.cases import complaint, complaint_resolved, newest
from tests.desk.test_talking import connected
from tests.town.people import Person, Topic
from tests.town.town import Town


async def taken(town: Town, language_code: str = "en") -> tuple[Person, Person, Topic]:
    """A complaint made at ten on Monday and taken by Li: customer, agent and topic."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code=language_code)
    await anna.says("/start")
    await complaint(town, anna)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    return anna, li, topic


async def make_head(town: Town, name: str) -> None:
    """Make the newest member of staff the head of their department."""
    async with town.store.begin() as session:
        newest_one = (await session.scalars(select(Staff.id).order_by(Staff.id.desc()).limit(1))).one()
        await session.execute(
            update(DepartmentMember)
            .where(DepartmentMember.staff_id == newest_one)
            .values(role=MembershipRole.head)
        )


async def pleas(town: Town) -> list[Plea]:
    """All pleas, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Plea).order_by(Plea.id)))


async def test_hurry_is_passed_on_and_answered_with_the_next_step(town: Town) -> None:
    """The owner is named in the topic, the card shows it, and the customer hears what happens next."""
    anna, li, topic = await taken(town)
    await anna.says("/status")
    await anna.presses("Please hurry")
    assert "I have told our colleagues" in anna.last.text
    assert "Li is looking after it and will answer you by tomorrow" in anna.last.text
    assert "Li，" in topic.last.text
    assert "在催" in topic.last.text
    assert "催办 × 1" in topic.card.text
    await li.says("I am at the school now", topic=topic)
    assert "催办" not in topic.card.text
    assert [plea.state for plea in await pleas(town)] == [PleaState.answered]


async def test_hurry_counts_once_in_some_hours(town: Town) -> None:
    """A second press is answered politely and bothers nobody; after four hours it counts again."""
    anna, _, topic = await taken(town)
    await anna.says("/status")
    await anna.presses("Please hurry")
    told = topic.texts
    await anna.presses("Please hurry")
    assert "I told them today, 10:00" in anna.last.text
    assert topic.texts == told
    await town.travel(hours=3, minutes=59)
    await anna.says("hurry up")
    assert len(await pleas(town)) == 1
    await town.travel(minutes=1)
    await anna.says("hurry up")
    assert len(await pleas(town)) == 2
    assert "催办 × 2" in topic.card.text


async def test_what_nobody_answers_climbs(town: Town) -> None:
    """After four working hours the head is told, after four more the managers; an answer ends it."""
    boss = await town.manager("Wang")
    anna, li, topic = await taken(town)
    head = await town.agent("Zhao", "complaints")
    await make_head(town, "Zhao")
    await anna.says("hurry up")
    await town.travel(hours=4)
    assert "asked to hurry (today, 10:00)" in head.last.text
    assert "With: Li" in head.last.text
    assert not any("asked to hurry" in text for text in boss.texts)
    await town.travel(hours=1)
    assert "tomorrow, 24 November, 10:00" in await head.presses("I see to it"), "four working hours from now"
    assert "Zhao" in topic.last.text
    await town.travel(hours=19)
    assert any("asked to hurry" in text for text in boss.texts)
    await li.says("Done in an hour", topic=topic)
    heard = [text for text in boss.texts if "asked to hurry" in text]
    await town.travel(hours=20)
    assert [text for text in boss.texts if "asked to hurry" in text] == heard


async def test_nobody_climbs_at_night(town: Town) -> None:
    """A plea of the evening climbs in the next working hours."""
    boss = await town.manager("Wang")
    anna, _, _ = await taken(town)
    await town.travel(hours=9)
    await anna.says("hurry up")
    await town.travel(hours=13)
    assert not any("asked to hurry" in text for text in boss.texts)
    await town.travel(hours=5)
    assert any("asked to hurry" in text for text in boss.texts)


async def test_the_head_is_told_at_once(town: Town) -> None:
    """Who asks for the head reaches the head; asked twice, it is said that the head knows already."""
    anna, _, topic = await taken(town)
    head = await town.agent("Zhao", "complaints")
    await make_head(town, "Zhao")
    await anna.says("/status")
    await anna.presses("The head, please")
    assert "asks to be spoken to by you" in head.last.text
    assert "The head of Complaints knows" in anna.last.text
    assert "负责人出面" in topic.card.text
    await anna.says("I want to speak to the manager")
    assert "The head knows about" in anna.last.text


async def test_without_a_head_the_managers_are_told(town: Town) -> None:
    """Where nobody is head, managers stand in; where nobody can be reached, nothing is claimed."""
    anna, _, _ = await taken(town, language_code="zh-hans")
    await anna.says("找你们领导")
    assert "已经在" in anna.last.text
    assert "注明" in anna.last.text
    boss = await town.manager("Wang")
    bo = await town.customer("Bo")
    await bo.says("/start")
    await complaint(town, bo)
    await bo.says("speak to a manager")
    assert "asks to be spoken to by you" in boss.last.text
    assert "A manager knows that you wish to be spoken to" in bo.last.text
    await bo.says("speak to a manager")
    assert "is noted (today, 10:00)" in bo.last.text


async def test_several_matters_are_told_apart(town: Town) -> None:
    """With more than one open matter the words show them all, each with its buttons."""
    anna, _, _ = await taken(town)
    await complaint(town, anna, "And the light is out")
    await anna.says("hurry up")
    assert len([label for label in anna.last.buttons if label.startswith("⏩ Please hurry · ")]) == 2
    assert await pleas(town) == []


async def test_an_old_button_finds_nothing_to_hurry(town: Town) -> None:
    """On a matter that is settled or over, the press is answered with how it stands."""
    anna, _, topic = await taken(town)
    await anna.says("/status")
    boss = await town.manager("Wang")
    await boss.presses("已处理", topic=topic)
    await anna.presses("Please hurry")
    assert "reported as settled" in anna.last.text
    assert await pleas(town) == []


async def test_a_closed_case_leaves_no_plea(town: Town) -> None:
    """When the customer is satisfied, nobody is asked to hurry any more."""
    anna, li, topic = await taken(town)
    await anna.says("hurry up")
    await li.presses("已处理", topic=topic)
    assert [plea.state for plea in await pleas(town)] == [PleaState.answered]
    boss = await town.manager("Wang")
    await town.travel(hours=30)
    assert not any("asked to hurry" in text for text in boss.texts)


async def test_supervised_cases_are_named_every_working_morning(town: Town) -> None:
    """A customer who was not satisfied: the head sees the case each morning, managers in the digest."""
    boss = await town.manager("Wang")
    head = await town.agent("Zhao", "complaints")
    await make_head(town, "Zhao")
    anna, _, _ = await complaint_resolved(town)
    await town.travel(hours=2)
    await anna.presses("Not satisfied")
    await anna.says("/cancel")
    await town.travel(hours=22)
    assert "One case under supervision" in head.last.text
    assert "Li · promised by Monday, 30 November, 18:00" in head.last.text
    assert any("One case under supervision" in text for text in boss.texts)
    seen = len([text for text in head.texts if "under supervision" in text])
    await town.travel(hours=2)
    await town.travel(days=4)
    assert len([text for text in head.texts if "under supervision" in text]) == seen, "not on Saturday"
    await town.travel(days=2)
    assert len([text for text in head.texts if "under supervision" in text]) == seen + 1


async def test_without_a_group_nobody_is_said_to_know(town: Town) -> None:
    """A department without a group has told no agent: the wish is said to be noted, in both languages."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    await anna.says("hurry up")
    assert "I have noted that" in anna.last.text
    await anna.says("hurry up")
    assert "I noted today, 10:00" in anna.last.text
    bo = await town.customer("小博", language_code="zh-hans")
    await bo.says("/start")
    await complaint(town, bo)
    await bo.says("催一下")
    assert bo.last.text.startswith("已经记下")


async def test_a_nod_answers_no_plea(town: Town) -> None:
    """A thumb under the customer's words is no word from a person: who asked to hurry still waits."""
    anna, li, group = await connected(town)
    await li.says("Let me look", topic=newest(group))
    await anna.says("Any news?")
    asked = newest(group).last.message_id
    await anna.says("/status")
    await anna.presses("Please hurry")
    await li.reacts(asked, "👍", topic=newest(group))
    assert [plea.state for plea in await pleas(town)] == [PleaState.open]
    await li.says("Yes, tomorrow", topic=newest(group))
    assert [plea.state for plea in await pleas(town)] == [PleaState.answered]
