"""With several cases open a customer's words reach the right one, and each reply says who speaks of what."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import Case, CaseState
from storage.event import Event
from storage.promise import Promise, PromiseState
from tests.desk.cases import complaint
from tests.town.people import Person, Topic
from tests.town.town import Town


async def _two(town: Town) -> tuple[Person, Person, Person, Topic, Topic, str, str]:
    """Anna has two complaints; Li looks after the first, Tom after the second, and both have answered."""
    li = await town.agent("Li", "complaints")
    tom = await town.agent("Tom", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    one = await complaint(town, anna)
    two = await complaint(town, anna, "The lamp is broken")
    first, second = town.group("complaints").topics
    await li.presses("我来处理", topic=first)
    await tom.presses("我来处理", topic=second)
    return anna, li, tom, first, second, one.number, two.number


async def test_where_a_customers_words_go(town: Town) -> None:
    """To the case replied to, else the one last spoken in, else they are asked; nothing is lost meanwhile."""
    anna, li, tom, first, second, one, two = await _two(town)

    await li.says("Is it warm now?", topic=first)
    assert anna.texts[-2:-1] == [f"About your matter {one} (Li):"]
    await li.says("I was there myself", topic=first)
    assert not anna.texts[-2].startswith("About")
    await anna.says("Yes, a bit")
    assert first.last.text == "Yes, a bit"
    # Somebody speaks of another matter: what follows is about that one.
    await tom.says("Which lamp is it?", topic=second)
    assert anna.texts[-2] == f"About your matter {two} (Tom):"
    await anna.says("The one at the door")
    assert second.last.text == "The one at the door"
    # Both have spoken since: a reply is clear …
    await li.says("Shall I come again?", topic=first)
    assert anna.texts[-2] == f"About your matter {one} (Li):"
    asked = anna.last.message_id
    await tom.says("A new lamp is on its way", topic=second)
    await anna.says("Please do", reply_to=asked)
    assert "Please do" in first.texts
    # … and so is a reply to the line that says which matter is meant …
    await li.says("At six?", topic=first)
    label = anna.heard[-2]
    assert label.text == f"About your matter {one} (Li):"
    await tom.says("It has arrived", topic=second)
    await anna.says("At seven, please", reply_to=label.message_id)
    assert first.texts[-1] == "At seven, please"
    # … other words are not: she is asked, and both messages wait for her word.
    await li.says("Or at six?", topic=first)
    await tom.says("It hangs from tomorrow on", topic=second)
    await anna.says("Six is fine")
    assert "Which matter" in anna.last.text
    assert [text.partition(" ")[0] for text in anna.last.buttons] == [two, one]
    await anna.sends(photo=b"picture", caption="My door")
    assert "Six is fine" not in (*first.texts, *second.texts)
    await anna.presses(one)
    assert "Six is fine" in first.texts
    assert first.last.kind == "photo"
    assert anna.last.text == f"Passed on to our colleagues ({one})."
    assert "Six is fine" not in second.texts

    # Without an answer they go where we spoke last, and she hears where.
    await li.says("See you at six", topic=first)
    await tom.says("The lamp hangs", topic=second)
    await anna.says("Thank you both")
    await anna.says("It looks good")
    await town.travel(minutes=1)
    assert "It looks good" not in second.texts
    await town.travel(minutes=2)
    assert second.texts[-2:] == ["Thank you both", "It looks good"]
    assert f"passed your message on to {two}" in anna.last.text


async def test_an_agent_moves_a_message(town: Town) -> None:
    """It appears in the other case with the promise of a reply, is marked here, and is answered there."""
    anna, li, tom, first, second, one, two = await _two(town)
    sam = await town.agent("Sam", "service")
    await li.says("Is it warm now?", topic=first)
    await anna.says("The lamp still flickers, ring 138 1234 5678")
    copy = first.last.message_id

    town.world.join(sam.id, first.group.id)
    await sam.says(f"/move {two}", topic=first, reply_to=copy)
    assert second.texts[-1].startswith("Tom") or "138" not in second.texts[-1]
    await li.says("/move", topic=first)
    assert "/move" in first.last.text
    await li.says("/move AAAAAAA", topic=first, reply_to=copy)
    assert "没有这个工单号" in first.last.text
    await li.says("/move", topic=first, reply_to=copy)
    assert two in first.last.buttons[0]
    await li.presses(two, topic=first)
    assert second.last.text == "The lamp still flickers, ring 138 1234 5678"
    assert f"从 {one} 移来" in second.seen[-2].text
    assert f"移到 {two}" in first.last.text
    assert first.last.raw["reply_to_message"]["message_id"] == copy

    # What she changes in it is seen there alone, and her next words follow it.
    await anna.edits(_newest(anna), "It flickers still")
    assert second.last.text == "It flickers still"
    assert "It flickers still" not in first.texts
    await anna.says("And it hums")
    assert second.last.text == "And it hums"
    await tom.says("I am on my way", topic=second, reply_to=second.seen[-2].message_id)
    assert anna.last.raw["reply_to_message"]["text"] == "It flickers still"
    async with town.store.read() as session:
        waiting = await session.scalars(
            select(Promise).where(Promise.kind == "reply", Promise.state == PromiseState.open)
        )
        assert waiting.all() == []
        verbs = (await session.scalars(select(Event.verb).order_by(Event.id))).all()
    assert verbs.count("case.message_moved") == verbs.count("case.message_came") == 1

    # Moved to a case that was thought done: it is open again, and an answer is promised there.
    await tom.presses("已处理", topic=second)
    await li.says("Shall I come again?", topic=first)
    await anna.says("The lamp is dark again", reply_to=anna.last.message_id)
    await town.travel(days=3)
    await li.says(f"/move {two}", topic=first, reply_to=_shows(first, "The lamp is dark again"))
    assert "The lamp is dark again" in second.texts
    async with town.store.read() as session:
        case = (await session.scalars(select(Case).where(Case.number == two))).one()
        promises = (await session.scalars(select(Promise).where(Promise.kind == "reply"))).all()
        again = await session.scalars(
            select(Promise.state).where(Promise.case_id == case.id, Promise.kind == "first_answer")
        )
        assert PromiseState.open in again.all()
    assert case.state is CaseState.reopened
    # What broke meanwhile is not asked for any more where the message came from.
    assert {one.state for one in promises if one.case_id != case.id} <= {PromiseState.kept, PromiseState.moot}

    # What was passed on in a case that is merged by now is moved once, and not again.
    await li.says("Are you cold?", topic=first)
    await anna.says("Something else: who pays?", reply_to=anna.last.message_id)
    copy = _shows(first, "Something else: who pays?")
    third = await complaint(town, anna, "The bill is wrong")
    boss = await town.manager("Wang")
    await boss.says(f"/merge {one} {two}")
    for _ in range(2):
        await li.says(f"/move {third.number}", topic=first, reply_to=copy)
    assert first.group.topics[2].texts.count("Something else: who pays?") == 1


def _shows(topic: Topic, words: str) -> int:
    return next(one.message_id for one in topic.seen if one.text == words)


def _newest(person: Person) -> int:
    return next(one.message_id for one in reversed(person.seen) if not one.by_bot)
