"""Asking to be called."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import Case, CaseKind
from storage.person import Person
from storage.plea import Plea


async def test_call_me_back(town):
    """A number, a time, and a case in the inquiry department's group; asked for again, it is pressed for."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/call_back")
    await anna.says("my number is 138 0013 8000")
    await anna.presses("In the morning")
    await anna.presses("Skip")
    await anna.presses("Send")
    async with town.store.read() as session:
        case = (await session.scalars(select(Case))).one()
        assert case.kind is CaseKind.inquiry
        assert case.contact == "+8613800138000"
        assert "上午" in case.summary
        person = await session.get_one(Person, case.person_id)
        assert person.phone is None, "a typed number is not known to be one's own"
    assert case.number in anna.last.text
    await anna.says("/call_back")
    assert f"I have told our colleagues that {case.number} is urgent for you" in anna.texts[-2]
    async with town.store.read() as session:
        assert len((await session.scalars(select(Plea))).all()) == 1, "it climbs as a hurry does"
        assert len((await session.scalars(select(Case))).all()) == 1
    await anna.presses("About something else")
    assert "Which number shall we call" in anna.texts[-2]


async def test_own_time_in_words(town):
    """A time of one's own is as good as a button."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en", phone="+8613800138000")
    await anna.says("/call_back")
    await anna.shares_contact()
    await anna.says("Thursday after six")
    await anna.presses("Skip")
    await anna.presses("Send")
    async with town.store.read() as session:
        case = (await session.scalars(select(Case))).one()
        person = await session.get_one(Person, case.person_id)
    assert "Thursday after six" in case.summary
    assert person.phone == "+8613800138000"
