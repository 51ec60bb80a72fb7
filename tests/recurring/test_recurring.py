"""Faults that recur: told, their cause looked after, and the end told to whom it concerns."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from storage.case import Case, CaseState, Outcome
from storage.case_bond import CaseBond
from storage.recurring import RecurringFault
from tests.desk.cases import complaint, newest
from tests.town.people import Person
from tests.town.town import Town


async def complains(town: Town, name: str, words: str) -> tuple[Person, Case]:
    """A customer complains."""
    person = await town.customer(name)
    await person.says("/start")
    return person, await complaint(town, person, words)


async def test_a_fault_from_the_digest_to_its_end(town: Town) -> None:
    """Monday's digest has line and button; the root case goes its way; mended, all hear it decently."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    tom = await town.agent("Tom", "service")
    await town.travel(minutes=1)
    await town.travel(days=5)
    anna, first = await complains(town, "Anna", "The lift at the entrance is stuck")
    bo, second = await complains(town, "Bo", "The lift at the entrance was stuck again")
    await boss.says("/recurring")
    assert "Nothing has come up again and again" in boss.last.text
    cai, third = await complains(town, "Cai", "Stuck in the lift at the entrance, ring 138 0013 8000")
    await town.travel(days=1, hours=22, minutes=35)
    digest = boss.last
    assert "🔁 Again and again in the last seven days:" in digest.text
    assert f"3, none before; for example {first.number}, {second.number}, {third.number}" in digest.text
    assert "0013" not in digest.text
    topic = town.group("complaints").topics[1]
    await li.presses("我来处理", topic=topic)
    await li.says("All is well again, I hope", topic=topic)

    await boss.presses("Root cause")
    await boss.presses("Service")
    assert "Service have the cause as" in boss.last.text
    async with town.store.read() as session:
        fault = (await session.scalars(select(RecurringFault))).one()
        root = await session.get_one(Case, fault.root_case_id)
        bonds = list(await session.scalars(select(CaseBond.case_id).order_by(CaseBond.case_id)))
    assert bonds == [first.id, second.id, third.id]
    assert "0013" not in root.summary
    assert any(f"根源正在处理：{root.number}" in text for text in town.group("complaints").topics[0].texts)
    assert "looked after already" in await boss.presses("Root cause")
    dan, fourth = await complains(town, "Dan", "The lift at the entrance is stuck, as always")
    await boss.says("/recurring")
    assert f"The cause is looked after as {root.number}" in boss.last.text
    assert f"➕ 1 to {root.number}" in boss.last.buttons
    await boss.presses("➕ 1")
    # Bo's matter is over before the cause is mended.
    await bo.says("/status")
    await bo.presses("Withdraw it")
    await bo.presses("Yes, withdraw it")

    service = newest(town.group("service"))
    await tom.presses("我来处理", topic=service)
    await tom.says("The rope is new", topic=service)
    assert boss.last.text == "The rope is new"
    await town.travel(hours=13)
    await tom.presses("已处理", topic=newest(town.group("service")))
    heard = {person: len(person.texts) for person in (anna, bo, cai, dan)}
    await boss.presses("Yes")
    await town.travel(minutes=1)
    async with town.store.read() as session:
        assert (await session.get_one(Case, root.id)).state is CaseState.closed
        assert (await session.scalars(select(RecurringFault.mended_at))).one() is not None
    told = [
        any("背后的问题已经解决" in text for text in one.texts) for one in town.group("complaints").topics
    ]
    assert told == [True, False, True, True]
    assert all(len(person.texts) == count for person, count in heard.items())
    await town.travel(hours=12)
    for person, case in ((anna, first), (cai, third), (dan, fourth)):
        assert [case.number in text for text in person.texts if "what lay behind it" in text] == [True]
    assert not any("what lay behind it" in text for text in bo.texts)
    await boss.says("/recurring")
    assert "being looked after" not in boss.last.text


async def test_two_managers_who_press_at_once_open_one_root_case(town: Town) -> None:
    """The second of two presses at one moment finds what the first has done, and is told so."""
    bosses = [await town.manager("Wang"), await town.manager("Zhou")]
    await town.agent("Li", "complaints")
    await town.agent("Tom", "service")
    for name in ("Anna", "Bo", "Cai"):
        await complains(town, name, "The lift at the entrance is stuck")
    for boss in bosses:
        await boss.says("/recurring")
        await boss.presses("Root cause")
    for boss in bosses:
        town.world.press(boss.id, None, boss.last.message_id, "Service")
    await town.receive()
    town.app.worker._group = 1
    if town.store.many_workers:
        # Their chats are two, so two workers may have them at one moment.
        await asyncio.gather(town.app.worker.once(), town.app.worker.once())
    await town.settle()
    async with town.store.read() as session:
        assert len((await session.scalars(select(RecurringFault))).all()) == 1
    assert sum("have the cause as" in boss.last.text for boss in bosses) == 1


async def test_a_manager_says_that_it_is_mended(town: Town) -> None:
    """Without waiting for the root case to close; only managers see and press any of it."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    people = [
        await complains(town, name, "The invoice has the wrong amount") for name in ("Anna", "Bo", "Cai")
    ]
    await li.says("/recurring")
    assert "manager" in li.last.text.lower()
    await boss.says("/recurring")
    await boss.presses("Root cause")
    await boss.presses("Complaints")
    # Anna's first matter is over, her second is not: she hears of that.
    anna, over = people[0]
    again = await complaint(town, anna, "The invoice has the wrong amount, once more")
    # The root goes on as another case of the manager's; what comes later is bound all the same.
    async with town.store.read() as session:
        fault = (await session.scalars(select(RecurringFault))).one()
        root = await session.get_one(Case, fault.root_case_id)
    other = await complaint(town, boss, "Whatever lies behind the invoices")
    await boss.says(f"/merge {root.number} {other.number}")
    await boss.says("/recurring")
    await boss.presses(f"➕ 1 to {root.number}")
    await anna.says(f"/status {over.number}")
    await anna.presses("Withdraw it")
    await anna.presses("Yes, withdraw it")
    async with town.store.begin() as session:
        kept = await session.get_one(Case, other.id)
        kept.close(Outcome.satisfied, town.now)
    await town.travel(minutes=1)
    await boss.says("/recurring")
    assert "is mended" not in str(boss.last.buttons)
    for person, case in ((anna, again), *people[1:]):
        assert f"matter {case.number}: what lay behind it has been mended" in person.last.text
