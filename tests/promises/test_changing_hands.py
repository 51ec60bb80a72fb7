"""What is promised is kept by whoever answers, however often the case has changed hands."""

from __future__ import annotations

from sqlalchemy import select

from storage.promise import Promise, PromiseState
from tests.desk.cases import newest
from tests.desk.test_talking import connected
from tests.town.town import Town


async def states(town: Town) -> list[tuple[str, PromiseState]]:
    """Kind and state of every promise, oldest first."""
    async with town.store.read() as session:
        rows = await session.scalars(select(Promise).order_by(Promise.id))
        return [(row.kind, row.state) for row in rows]


async def test_the_next_department_keeps_the_promise_of_the_transfer(town: Town) -> None:
    """Answered once, then passed on: the receiver's answer is the one promised, and nothing is overdue."""
    anna, li, group = await connected(town)
    boss = await town.manager("Wang")
    tom = await town.agent("Tom", "complaints")
    await anna.says("My bill is wrong")
    await li.says("Let me look", topic=newest(group))
    await li.presses("转交", topic=newest(group))
    await li.presses("投诉组", topic=newest(group))
    await li.presses("属于别的部门", topic=newest(group))
    assert "They will write to you by" in anna.last.text
    there = town.group("complaints")
    await tom.presses("我来处理", topic=newest(there))
    await tom.says("It is mended", topic=newest(there))
    assert (await states(town))[-1] == ("first_answer", PromiseState.kept)
    told, alarmed = anna.texts, boss.texts
    await town.travel(days=3)
    assert anna.texts == told
    assert not any("overdue" in text or "must be answered" in text for text in boss.texts[len(alarmed) :])
    assert not any("最晚" in text and "超时" in text for text in newest(there).texts)
