"""A matter that was answered once and then lies is not forgotten."""

from __future__ import annotations

from tests.desk.cases import complaint
from tests.town.people import Person
from tests.town.town import Town


async def test_what_lies_is_brought_up_again(town: Town) -> None:
    """After two working days in silence its owner is reminded, then the manager is; words begin it anew."""
    li = await town.agent("Li", "complaints")
    wang = await town.manager()
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    topic = town.group("complaints").topics[-1]
    await li.presses("我来处理", topic=topic)
    await li.says("We are looking into it", topic=topic)
    before = len(topic.texts)
    await town.travel(days=2)
    assert len(topic.texts) == before
    await town.travel(days=1)
    assert "没有新消息" in topic.last.text
    assert "Li" in topic.last.text
    assert _told(wang) == []
    await town.travel(days=5)
    [told] = _told(wang)
    assert "Li" in told
    await li.says("The part has come", topic=topic)
    await town.travel(days=1)
    assert len(_told(wang)) == 1
    await li.presses("已处理", topic=topic)
    last = len(topic.texts)
    await town.travel(days=7)
    assert not any("没有新消息" in text for text in topic.texts[last:])


def _told(manager: Person) -> list[str]:
    return [text for text in manager.texts if "has rested since" in text]
