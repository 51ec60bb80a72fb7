"""A department with several groups: cases are spread, stay where they are, and outlive a group."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from handlers.groups.limits import _owed_lately
from handlers.scene import Scene
from tests.town.people import Group, Person, Topic
from tests.town.town import Town

BOT = 100001


async def _asks(town: Town, name: str) -> Person:
    person = await town.customer(name, language_code="en")
    await person.says("talk to a human")
    await person.says(f"{name} wants to know")
    return person


def _with(group: Group, words: str) -> Topic:
    """The topic of a group in which these words stand."""
    return next(topic for topic in group.topics if any(words in text for text in topic.texts))


async def _takes(li: Person, topic: Topic, answer: str) -> None:
    await li.presses("我来处理", topic=topic)
    await li.says(answer, topic=topic)


async def test_a_further_group_shares_the_cases_and_can_be_given_up_again(town: Town) -> None:
    """One press adds it; new cases go where there is room, old ones stay; released, it hands over all."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    first = town.group("consulting")
    anna = await _asks(town, "Anna")
    await _takes(li, _with(first, "Anna"), "Hello Anna")
    second = Group(town, town.world.group("Second desk", members=[boss.id, li.id]))
    await town.settle()
    await li.presses("给咨询组再加这个群", group=second)
    assert not second.topics
    await boss.presses("给咨询组再加这个群", group=second)
    assert "现在有 2 个群" in second.texts[-1]
    assert 'Consulting works in the group "Second desk" now' in boss.last.text
    assert (len(first.topics), len(second.topics)) == (1, 0)
    bob, cleo = await _asks(town, "Bob"), await _asks(town, "Cleo")
    assert (len(first.topics), len(second.topics)) == (2, 1)
    # Whoever belongs to the department answers in all its groups, nobody else in any.
    await _takes(li, _with(second, "Bob"), "Hello Bob")
    await li.says("By the way", topic=_with(first, "Anna"))
    assert (anna.last.text, bob.last.text) == ("By the way", "Hello Bob")
    zhao = await town.agent("Zhao", "complaints")
    town.world.join(zhao.id, second.id)
    assert await zhao.presses("已处理", topic=_with(second, "Bob")) == "This button is not for you."
    # A slip, or a group of its own for something else: /department offers the way back.
    await li.says("// he rang before", topic=_with(second, "Bob"))
    await boss.says("/department", group=second)
    await boss.presses("不再是咨询组的群", group=second)
    assert "转到它的其他群" in second.texts[-1] or "转到它的其他群" in second.texts[-2]
    came = _with(first, "Bob wants to know")
    assert "Hello Bob" in came.texts
    assert "// he rang before" in came.texts
    assert "Second desk" in came.texts[-1]
    old = second.topics[0]
    assert old.closed
    assert any("已转到群" in text for text in old.texts)
    await bob.says("And now?")
    assert _with(first, "And now?").thread == came.thread
    await li.says("Here I am", topic=_with(first, "And now?"))
    assert bob.last.text == "Here I am"
    await _asks(town, "Dora")
    assert len(second.topics) == 1
    assert cleo.texts


@pytest.mark.parametrize("told", ["by the channel", "by a refusal"])
async def test_a_lost_group_hands_its_open_cases_to_another(town: Town, told: str) -> None:
    """The case goes on in the other group with what was said; nobody has to ask or write again."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    first = town.group("consulting")
    anna = await _asks(town, "Anna")
    await _takes(li, _with(first, "Anna"), "Hello Anna")
    second = await town.open_group("consulting", further=True)
    town.world.join(li.id, second.id)
    if told == "by the channel":
        town.world.kick(BOT, first.id)
        await town.settle()
    else:
        town.world.fault("403", chat=first.id, text="kicked")
    await anna.says("Are you there?")
    (topic,) = second.topics
    # What waits for an answer comes first, then what was said before.
    assert "Are you there?" in topic.texts
    assert topic.texts.index("Anna wants to know") < topic.texts.index("Hello Anna")
    assert "负责人：Li" in topic.card.text
    assert sum("1 open case goes on in its other groups" in text for text in boss.texts) == 1
    assert not any("keeps me from showing it" in text for text in anna.texts)
    await li.says("Always", topic=topic)
    assert anna.last.text == "Always"
    if told == "by the channel":
        town.world.promote(BOT, first.id)
    else:
        town.world.clear_faults()
    await anna.says("Good")
    assert second.topics[0].last.text == "Good"
    assert "Good" not in first.texts


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_was_sent_long_ago_is_not_read_again(town: Town) -> None:
    """What a group asks of the outbox is found by an index, however much has been said."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    await _asks(town, "Anna")
    second = Group(town, town.world.group("Second desk", members=[boss.id, li.id]))
    await town.settle()
    await boss.presses("给咨询组再加这个群", group=second)
    await _asks(town, "Bob")
    await boss.says("/department", group=second)
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(town.store.engine.sync_engine, "before_cursor_execute", note)
    try:
        await boss.presses("不再是咨询组的群", group=second)
        async with town.store.read() as session:
            await _owed_lately(Scene(session, town.now, town.house), 1)
    finally:
        event.remove(town.store.engine.sync_engine, "before_cursor_execute", note)
    ours = [one for one in asked if "FROM outbox" in one[0] and "outbox.chat_id = ?" in one[0]]
    assert len(ours) >= 2
    async with town.store.read() as session:
        connection = await session.connection()
        for statement, values in ours:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            assert plan.mappings().all()[0]["detail"] != "SCAN outbox", statement
