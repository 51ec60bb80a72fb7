"""A department closed for more than a year loses nothing: its promises and pleas go on."""

from __future__ import annotations

from handlers.rules import PromiseRules, Rules
from tests.desk.cases import complaint, newest
from tests.town.people import Person
from tests.town.town import Town


async def closed(town: Town) -> tuple[Person, Person]:
    """A manager, and a customer of complaints, which then closed for well over a year."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    await boss.says("/hours complaints 2026-11-23..2027-11-22 closed Rebuilding")
    await boss.says("/hours complaints 2027-11-23..2028-11-20 closed Rebuilding")
    return boss, anna


async def test_one_closed_department_silences_no_other(town: Town) -> None:
    """Its promise breaks with a word to all and is reminded of daily; another department's breaks too."""
    boss, anna = await closed(town)
    await town.agent("Mei", "consulting")
    bo = await town.customer("Bo")
    await bo.says("talk to a human")
    await town.travel(hours=25)
    assert "We did not manage it" in anna.last.text
    assert "We did not manage it" in bo.last.text
    await town.travel(minutes=30)
    assert sum("is overdue" in text for text in boss.texts) == 2
    topic = newest(town.group("complaints"))
    before = sum("已超时" in text for text in topic.texts)
    await town.travel(hours=24)
    assert sum("已超时" in text for text in topic.texts) > before


async def test_a_plea_climbs_where_nobody_works(town: Town) -> None:
    """Who asks to hurry is heard, and the managers hear it after the length of the term."""
    boss, anna = await closed(town)
    await anna.says("hurry up")
    assert "I have told our colleagues" in anna.last.text
    await town.travel(hours=4)
    assert any("asked to hurry" in text for text in boss.texts)


async def test_a_problem_is_promised_by_the_calendar(town: Town) -> None:
    """A wait in working time still has an end: the question is passed on and its time is told."""
    await closed(town)
    town.house.rules = Rules(promises=PromiseRules(first_answer="4 working hours"))
    cai = await town.customer("Cai")
    await cai.says("/start")
    case = await complaint(town, cai)
    await cai.says(f"/status {case.number}")
    assert "today, 14:00" in cai.last.text
