"""Old buttons: whatever state a case is in, each press leads somewhere or is refused with words."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from handlers.effects import Effects
from handlers.scene import Scene
from storage.account import Conversation
from storage.case import Case, CaseState, Outcome
from storage.outbound import SendText
from storage.staff import Staff
from tests.desk.cases import complaint, newest, the_case
from tests.town.people import Person, Topic
from tests.town.town import Town

STAFF = {
    "desk.take": {"received"},
    "desk.resolve": {"taken", "reopened"},
    "desk.open_again": {"resolved", "closed"},
    "promise.later": {"received", "taken", "reopened"},
    "promise.wait": {"taken", "reopened"},
    "promise.go_on": set(),
}
"""A manager's presses, and in which states of a complaint they do something."""
CUSTOMER = ("desk.yes", "desk.not_yet", "plea.hurry", "plea.head", "plea.withdraw")


async def old_buttons(town: Town, case: Case, anna: Person) -> None:
    """One message in the topic and one to the customer, with every button there is."""
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        topic = await scene.topic_of(case.id)
        assert topic is not None
        staff = f"department:{case.department_id}"
        rows = tuple((scene.button(kind, kind, staff, case=case.id),) for kind in STAFF)
        await scene.owe_topic(topic, SendText("old card", rows))
        own = tuple(
            (scene.button(kind, kind, f"person:{case.person_id}", case=case.id),) for kind in CUSTOMER
        )
        conversation = await session.get_one(Conversation, case.conversation_id)
        await scene.owe_chat(conversation, SendText("old message", own))
        await scene.effects.write(session)
    await town.settle()


async def case_in(town: Town, state: str) -> tuple[Case, Person, Person, Topic]:
    """A complaint in a state, a manager and the customer; the bot's own messages are done with."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    case = await complaint(town, anna)
    topic = newest(town.group("complaints"))
    await old_buttons(town, case, anna)
    async with town.store.begin() as session:
        row = await session.get_one(Case, case.id)
        row.state = CaseState(state)
        if state != "received":
            row.owner_id = row.first_taker_id = await session.scalar(select(func.max(Staff.id)))
            row.answered_at = None if state == "reopened" else town.now
        if state == "closed":
            row.outcome, row.closed_at = Outcome.satisfied, town.now
    return case, boss, anna, topic


@pytest.mark.parametrize("state", [state.value for state in CaseState])
async def test_what_does_not_fit_is_refused_in_words(town: Town, state: str) -> None:
    """Of a complaint in each state, each old button of the card that no longer fits says so."""
    _, boss, _, topic = await case_in(town, state)
    before = topic.texts
    for event in (event for event, fits in STAFF.items() if state not in fits):
        assert await boss.presses(event, topic=topic), event
        assert (await the_case(town)).state is CaseState(state), event
    assert topic.texts == before


@pytest.mark.parametrize("state", [state.value for state in CaseState])
async def test_what_fits_is_done(town: Town, state: str) -> None:
    """The first old button that still fits is obeyed: the state moves, or the topic hears of it."""
    _, boss, _, topic = await case_in(town, state)
    event = next(event for event, fits in STAFF.items() if state in fits)
    before = len(topic.texts)
    await boss.presses(event, topic=topic)
    assert (await the_case(town)).state is not CaseState(state)
    assert len(topic.texts) > before


@pytest.mark.parametrize("state", [state.value for state in CaseState])
async def test_a_customer_is_always_answered(town: Town, state: str) -> None:
    """Whatever a customer presses, whenever: they hear something, and only what fits happens."""
    case, _, anna, _ = await case_in(town, state)
    for event in (
        "plea.hurry",
        "plea.head",
        "desk.not_yet",
        "plea.withdraw",
        "desk.yes",
        "desk.yes",
        "plea.withdraw",
    ):
        before = len(anna.texts)
        await anna.presses(event)
        assert len(anna.texts) > before, event
    over = await the_case(town)
    assert (over.state, over.outcome) == (CaseState.closed, Outcome.satisfied)
    async with town.store.read() as session:
        assert len((await session.scalars(select(Case))).all()) == 1
    assert case.number in anna.last.text
