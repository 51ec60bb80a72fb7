"""What becomes of customers whose agent leaves."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import Case, CaseState
from tests.town.town import Town


async def test_a_customer_whose_agent_leaves_is_told_and_watched_over(town: Town) -> None:
    """Who was answered by somebody who has left hears that another takes over, and by when."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("human")
    topic = town.group("consulting").topics[0]
    await li.presses("我来处理", topic=topic)
    await li.says("Let me look", topic=topic)
    await boss.says("/dismiss")
    await boss.presses("Li")
    await boss.presses("Yes, end")
    assert "Another colleague takes over" in anna.last.text
    assert "tomorrow, 24 November, 10:00" in anna.last.text
    async with town.store.read() as session:
        [case] = await session.scalars(select(Case))
    assert case.state is CaseState.taken
    await town.travel(hours=8)
    assert "Wang" in topic.last.text
    await town.travel(hours=17)
    assert any("overdue" in text and case.number in text for text in boss.texts)


async def test_managers_see_whole_names(town: Town) -> None:
    """Two colleagues of the same first name can be told apart before one is dismissed."""
    boss = await town.manager("Wang")
    await town.agent("Li Na", "consulting")
    await town.agent("Li Wei", "consulting")
    await boss.says("/dismiss")
    assert boss.last.buttons == ["Li Na", "Li Wei"]
