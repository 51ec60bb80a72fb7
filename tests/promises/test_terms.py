"""Terms of promises: by kind, category and class of customer; and who supervises them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from handlers.rules import PromiseRules, Rules
from storage.case import Case
from storage.person import Customer
from storage.promise import Promise
from storage.staff import DepartmentMember, MembershipRole
from tests.desk.cases import complaint, newest
from tests.town.people import Person, Topic
from tests.town.town import Town


def ruled(town: Town, **promises: object) -> None:
    """Give the house other rules for promises."""
    town.house.rules = Rules(promises=PromiseRules.model_validate(promises))


async def promise_of(town: Town, case: Case) -> Promise:
    """The promise of a case."""
    async with town.store.read() as session:
        return (await session.scalars(select(Promise).where(Promise.case_id == case.id))).one()


async def say_complaint(anna: Person) -> str:
    """A complaint by the form; gives what the customer is told at the end."""
    await anna.says("complaint: the stairs are broken")
    await anna.presses("Rooms")
    await anna.presses("Nothing to add")
    await anna.presses("Here in the chat")
    await anna.presses("Send")
    return anna.last.text


async def test_working_hours_are_promised_as_a_date(town: Town) -> None:
    """A category may have a term in working hours; the customer hears the day and the time."""
    ruled(town, terms=[{"kind": "complaint", "category": "place", "term": "10 working hours"}])
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    assert "tomorrow, 24 November, 11:00" in await say_complaint(anna)
    async with town.store.read() as session:
        kept = (await session.scalars(select(Promise))).one()
    assert kept.rule == "first_answer/complaint/place 10 working hours v2"
    assert kept.unit == "working_time"


async def test_the_first_rule_that_fits_counts(town: Town) -> None:
    """Key customers are answered sooner; what fits no rule has the usual term."""
    ruled(
        town,
        terms=[
            {"customer": "vip", "term": "2 h"},
            {"promise": "finding", "term": "1 h"},
            {"kind": "suggestion", "term": "3 h"},
        ],
    )
    await town.agent("Li", "complaints")
    anna, bo = await town.customer("Anna"), await town.customer("Bo")
    await anna.says("/start")
    await bo.says("/start")
    async with town.store.begin() as session:
        await session.execute(update(Customer).values(vip=False))
    usual = await promise_of(town, await complaint(town, anna))
    assert (usual.rule, usual.due_at - usual.made_at) == ("first_answer 1 d v2", timedelta(days=1))
    async with town.store.begin() as session:
        await session.execute(update(Customer).values(vip=True))
    sooner = await promise_of(town, await complaint(town, bo))
    assert (sooner.rule, sooner.due_at - sooner.made_at) == ("first_answer/vip 2 h v2", timedelta(hours=2))


async def test_the_department_s_own_days_count(town: Town) -> None:
    """A day that managers have set apart is no working day for a promise made after it was."""
    ruled(town, first_answer="10 working hours")
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await boss.says("/hours complaints 2026-11-24 closed Moving house")
    assert "Wednesday, 25 November, 11:00" in await say_complaint(anna)


async def test_heads_hear_of_their_department_s_promises(town: Town) -> None:
    """At the last reminder and soon after the breach the department's head is told, no other head."""
    li = await town.agent("Li", "complaints")
    head = await town.agent("Zhao", "complaints")
    other = await town.agent("Qian", "service")
    async with town.store.begin() as session:
        members = (await session.scalars(select(DepartmentMember).order_by(DepartmentMember.id))).all()
        for member in members[1:]:
            member.role = MembershipRole.head
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    before = {one.name: one.texts for one in (li, head, other)}
    await town.travel(hours=8)
    assert head.texts == before["Zhao"]
    await town.travel(hours=15)
    assert "must be answered by today, 10:00" in head.last.text
    await town.travel(hours=1)
    assert "those who lead them hear of it too" in anna.last.text
    await town.travel(minutes=30)
    assert any("is overdue" in text for text in head.texts)
    assert "sorry to keep you waiting" in anna.last.text
    assert (li.texts, other.texts) == (before["Li"], before["Qian"])


def reminders(topic: Topic) -> list[str]:
    """What was said beside the card, which tells the time left silently, and the offers of the case."""
    return [text for text in topic.texts[1:] if not text.startswith("🔔")]


async def test_nobody_is_reminded_at_the_weekend(town: Town) -> None:
    """A promise in working time made on Friday afternoon: Friday's reminder, then Monday's, none between."""
    ruled(town, first_answer="4 working hours")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await town.travel(days=4, hours=6)
    await complaint(town, anna)
    topic = newest(town.group("complaints"))
    assert "11月30日星期一 11:00" in topic.card.text
    await town.travel(hours=2)
    told = reminders(topic)
    assert "还没有人接手" in told[-1]
    await town.travel(days=2)
    assert reminders(topic) == told
    await town.travel(hours=16, minutes=12)
    assert len(reminders(topic)) == len(told) + 1
