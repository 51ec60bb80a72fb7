"""From /cases a case is given to another agent, its promise made anew, and a note left."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import Case
from storage.event import Event
from storage.promise import Promise, PromiseState
from storage.topic import Note
from tests.desk.cases import complaint, complaint_resolved, newest, the_case
from tests.overseeing.test_cases import make_head
from tests.town.people import Person
from tests.town.town import Town


async def taken(town: Town) -> tuple[Person, Person, Person, Person, Case]:
    """A complaint that Li has taken: manager, Li, their colleague Zhao, customer and case."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    zhao = await town.agent("Zhao", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    case = await complaint(town, anna)
    await li.presses("我来处理", topic=newest(town.group("complaints")))
    return boss, li, zhao, anna, case


async def test_a_case_is_given_to_another_agent(town: Town) -> None:
    """Whom, then why: owner, customer, topic and colleague know, and the case shows it in place."""
    boss, _, zhao, anna, case = await taken(town)
    await boss.says(f"/cases {case.number}")
    shown = boss.last.message_id
    await boss.presses("Give to")
    assert boss.last.buttons == ["🏢 Complaints: whoever is free", "👤 Zhao · 0", "⬅️ Leave it"]
    await boss.presses("Zhao")
    await boss.presses("share the work")
    assert boss.last.message_id == shown
    assert "🙋 With Zhao; taken first by Li" in boss.last.text
    assert "passed on to Zhao · Wang" in boss.last.text
    assert "Zhao now looks after your matter" in anna.last.text
    assert "passed" in zhao.last.text
    assert "To share the work" not in anna.last.text
    assert any("分担工作" in text for text in newest(town.group("complaints")).texts)
    async with town.store.read() as session:
        event = (await session.scalars(select(Event).where(Event.verb == "case.transferred"))).one()
    assert event.actor_kind == "staff"


async def test_whom_a_lead_chooses_has_it(town: Town) -> None:
    """However often it was passed on, the agent whom a manager chooses gets the case."""
    boss, _, _, _, case = await taken(town)
    await boss.says(f"/cases {case.number}")
    for name in ("Zhao", "Li", "Zhao"):
        await boss.presses("Give to")
        await boss.presses(name)
        await boss.presses("away")
        assert f"With {name}" in boss.last.text
    assert (await the_case(town)).transfers == 3


async def test_a_case_goes_to_any_department(town: Town) -> None:
    """A manager gives it to people of other departments, or to one: topic, colleagues and customer know."""
    boss, li, _, anna, case = await taken(town)
    sun = await town.agent("Sun", "consulting")
    await boss.says(f"/cases {case.number}")
    await boss.presses("Give to")
    await boss.presses("Another department")
    assert boss.last.buttons == ["🏢 Consulting", "⬅️ Leave it"], "Service has no group"
    await boss.presses("Consulting")
    assert boss.last.buttons == ["🏢 Consulting: whoever is free", "👤 Sun · 0", "⬅️ Leave it"]
    question = boss.last.message_id
    await boss.presses("Sun")
    await boss.presses("another department")
    assert "With Sun; taken first by Li" in boss.last.text
    assert "🏢 Consulting" in boss.last.text
    assert newest(town.group("complaints")).closed
    assert f"💬 {case.number}" in newest(town.group("consulting")).name
    assert "Sun now looks after your matter" in anna.last.text
    assert case.number in sun.last.text
    assert boss.last.message_id == question

    await boss.says(f"/cases {case.number} give complaints It is a complaint after all")
    assert "With nobody" in boss.last.text
    assert "It is a complaint after all" in "".join(newest(town.group("complaints")).texts)
    assert "complaint after all" not in "".join(anna.texts)
    async with town.store.read() as session:
        promises = (await session.scalars(select(Promise).where(Promise.case_id == case.id))).all()
    assert [one.state for one in promises] == [PromiseState.open], "the first promise goes along and stands"
    assert "24 November, 10:00" in anna.last.text

    await boss.says(f"/cases {case.number} 转给 Nobody there")
    assert "“Nobody there”" in boss.last.text
    await boss.says(f"/cases {case.number} give @sun")
    await boss.presses("special knowledge")
    assert "With Sun" in boss.last.text
    await boss.says(f"/cases {case.number} give Sun again")
    assert "theirs already" in boss.last.text
    await town.agent("Sun", "complaints")
    await boss.says(f"/cases {case.number} give Sun again")
    assert "Several are called" in boss.last.text

    await make_head(boss, "Li", "Complaints")
    await boss.says(f"/cases {case.number} give Li She knows them")
    await li.says(f"/cases {case.number} give consulting Theirs")
    assert any(text.startswith(f"{case.number} is with the other department now") for text in li.texts)
    assert (await the_case(town)).owner_id is None


async def test_who_has_left_gets_nothing(town: Town) -> None:
    """A colleague who left between the list and the press is not given the case."""
    boss, _, _, _, case = await taken(town)
    await boss.says(f"/cases {case.number}")
    await boss.presses("Give to")
    question = boss.last.message_id
    await boss.says("/dismiss")
    await boss.presses("Zhao")
    await boss.presses("Yes, end them")
    assert "not in the department" in await boss.presses("Zhao", message=question)
    assert (await the_case(town)).transfers == 0


async def test_a_later_promise_with_its_reason(town: Town) -> None:
    """Time, then reason: the customer reads both, the topic knows, the case shows the new time."""
    boss, _, _, anna, case = await taken(town)
    await boss.says(f"/cases {case.number}")
    await boss.presses("Later")
    await boss.presses("3 working days")
    await boss.presses("part")
    assert "waiting for a part" in anna.last.text
    assert "Thursday, 26 November, 18:00" in anna.last.text
    assert "Thursday, 26 November, 18:00" in boss.last.text
    assert "later time promised" in boss.last.text
    assert "11月26日星期四 18:00" in newest(town.group("complaints")).card.text
    await boss.says(f"/cases {case.number} later 5 working days The owner of the hall is abroad.")
    assert "The owner of the hall is abroad." in anna.last.text
    assert "as often as the house allows" in await boss.presses("Later")
    async with town.store.read() as session:
        states = list(await session.scalars(select(Promise.state).order_by(Promise.id)))
    assert states == [PromiseState.renewed, PromiseState.renewed, PromiseState.open]


async def test_what_cannot_be_changed_says_why(town: Town) -> None:
    """A promise that is broken, or a case that is resolved, is refused with the reason."""
    boss, _, _, _, case = await taken(town)
    await boss.says(f"/cases {case.number}")
    card = boss.last.message_id
    await town.travel(hours=25)
    assert "The time is over" in await boss.presses("Later", message=card)
    await boss.says(f"/cases {case.number} later 9 working days It takes long.")
    assert "The time is over" in boss.last.text
    await boss.says(f"/cases {case.number} later")
    assert f"/cases {case.number} note" in boss.last.text


async def test_a_resolved_case_is_not_given_away(town: Town) -> None:
    """What is resolved waits for the customer: it offers no change but a note, and refuses an old press."""
    boss = await town.manager("Wang")
    await complaint_resolved(town)
    case = await the_case(town)
    await boss.says(f"/cases {case.number}")
    assert not any("Give to" in label for label in boss.last.buttons)
    assert any("Note" in label for label in boss.last.buttons)


async def test_a_note_is_for_colleagues(town: Town) -> None:
    """A note lies in the topic, with the writer's name; the customer sees neither it nor an answer to it."""
    boss, li, _, anna, case = await taken(town)
    heard = anna.texts
    await boss.says(f"/cases {case.number}")
    await boss.presses("Note")
    assert f"/cases {case.number} note" in boss.last.text
    await boss.says(f"/cases {case.number} note Please ring her before noon")
    topic = newest(town.group("complaints"))
    assert topic.last.text == "📝 Wang：Please ring her before noon"
    await li.says("I will", topic=topic, reply_to=topic.last.message_id)
    assert anna.texts == heard
    async with town.store.read() as session:
        assert len(list(await session.scalars(select(Note)))) == 2
    await boss.says(f"/cases {case.number}")
    assert "note for colleagues · Wang" in boss.last.text
