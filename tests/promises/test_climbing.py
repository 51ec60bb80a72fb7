"""A broken promise climbs by steps: agents, head, managers; in work hours, unless it is a major matter."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.calendar.terms import Term
from handlers.rules import PromiseRules, Rules, SupervisionRules, TermRule
from storage.event import Event
from storage.promise import Promise
from tests.desk.cases import complaint, newest
from tests.pleas.test_pleas import make_head
from tests.town.people import Person
from tests.town.town import Town


def told(who: Person, words: str = "is overdue") -> int:
    """How often somebody heard it."""
    return sum(words in text for text in who.texts)


async def verbs(town: Town, like: str) -> list[tuple[str, object]]:
    """What was recorded, with the level of each."""
    async with town.store.read() as session:
        rows = await session.scalars(select(Event).where(Event.verb.like(like)).order_by(Event.id))
        return [(row.verb, row.facts.get("level")) for row in rows]


async def test_a_breach_climbs_and_a_tap_holds_it_for_one_step(town: Town) -> None:
    """Warned, foretold to the customer, broken; head after half an hour, managers after four more."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    head = await town.agent("Zhao", "complaints")
    await make_head(town, "Zhao")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    topic = newest(town.group("complaints"))
    await li.presses("我来处理", topic=topic)
    await town.travel(hours=8)
    assert (told(head, "must be answered"), told(boss, "must be answered")) == (0, 0)
    await town.travel(hours=15)
    assert (told(head, "must be answered"), told(boss, "must be answered")) == (1, 1)
    await town.travel(minutes=29)
    assert told(anna, "it may get tight") == 0
    await town.travel(minutes=1)
    assert "by today, 10:00. There is no answer yet, and it may get tight" in anna.last.text
    await town.travel(minutes=30)
    assert told(anna, "it may get tight") == 1, "once"
    assert "We did not manage it, and we are sorry" in anna.last.text
    assert topic.last.text.startswith("Li")
    assert "已超时" in topic.last.text
    assert (told(head), told(boss)) == (0, 0), "first those who can mend it"
    answer = await li.presses("我来跟进", topic=topic)
    assert "goes on to the next one above" in answer
    assert "10:30" in answer
    assert "Li 在跟进" in topic.card.text
    await town.travel(minutes=29)
    assert "Somebody sees to it already" in await li.presses("我来跟进", topic=topic)
    assert told(head) == 0
    await town.travel(minutes=1)
    assert (told(head), told(boss)) == (1, 0)
    assert "已报给部门负责人" in topic.card.text
    assert "在跟进" not in topic.card.text
    await li.says("/mine")
    assert "🔴⬆️" in li.last.text
    await town.travel(hours=3)
    assert "17:30" in await head.presses("I see to it"), "four hours from now, not from then"
    await town.travel(hours=3, minutes=59)
    assert told(boss) == 0
    await town.travel(minutes=1)
    assert told(boss) == 1
    assert "已报给主管" in topic.card.text
    await town.travel(days=3)
    assert (told(head), told(boss)) == (1, 1)
    await li.says("Here is your answer", topic=topic)
    assert "已报给" not in topic.card.text
    assert "has an answer already" in await boss.presses("I see to it")
    assert await verbs(town, "promise.climbed") == [("promise.climbed", 1), ("promise.climbed", 2)]
    assert await verbs(town, "promise.seen") == [("promise.seen", 0), ("promise.seen", 1)]


async def test_at_night_only_a_major_matter_climbs(town: Town) -> None:
    """At night a breach waits for opening; where somebody was hurt nobody does; terms warn as they say."""
    term = TermRule(kind="complaint", term=Term(timedelta(hours=4)), warn_at=(0.25,))
    town.house.rules = Rules(promises=PromiseRules(terms=(term,)))
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    await town.travel(hours=5)
    anna, bo = await town.customer("Anna"), await town.customer("Bo")
    for customer, words in ((anna, "The room was cold"), (bo, "My son was injured in the room")):
        await customer.says("/start")
        await complaint(town, customer, words)
    await town.travel(minutes=59)
    assert told(boss, "must be answered") == 0
    await town.travel(minutes=1)
    assert told(boss, "must be answered") == 2
    await town.travel(hours=3)
    assert told(boss) == 0
    await town.travel(minutes=30)
    assert told(boss) == 1, "only the major matter"
    await town.travel(hours=13, minutes=29)
    assert told(boss) == 1
    await town.travel(minutes=31)
    assert told(boss) == 2
    async with town.store.read() as session:
        rows = (await session.scalars(select(Promise))).all()
    assert all(row.level == 2 and row.step_at is None for row in rows)


async def test_without_steps_nothing_climbs(town: Town) -> None:
    """A house may leave it to the agents and the digest."""
    town.house.rules = Rules(supervision=SupervisionRules(breach_steps=()))
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    await town.travel(days=1)
    await town.travel(days=2)
    assert told(boss) == 0
