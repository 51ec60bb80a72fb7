"""Asking for details: a ready question goes out, the promise waits, the answer comes to the topic."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.promise import Promise
from tests.desk.cases import complaint, newest
from tests.relay.test_every_kind import FILE
from tests.town.people import Group, Person
from tests.town.town import Town


async def taken(town: Town, language: str = "en") -> tuple[Person, Person, Group]:
    """A complaint that Li has taken and not answered yet."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code=language)
    await anna.says("/start")
    await complaint(town, anna)
    group = town.group("complaints")
    await li.presses("我来处理", topic=newest(group))
    return anna, li, group


async def _paused(town: Town) -> bool:
    async with town.store.read() as session:
        rows = await session.scalars(select(Promise.paused_at))
        return any(at is not None for at in rows)


@pytest.mark.parametrize(
    ("language", "asked", "stands"),
    [("en", "a photo or a screenshot would help Li", "stands still"), ("zh", "请您发一张照片", "先停在这里")],
)
async def test_a_ready_question_pauses_the_promise(
    town: Town, language: str, asked: str, stands: str
) -> None:
    """Two taps ask in the customer's language; the time stands still until the answer is in the topic."""
    anna, li, group = await taken(town, language)
    await li.presses("请客户补充", topic=newest(group))
    assert "想请客户补充什么" in newest(group).last.text
    await li.presses("照片或截图", topic=newest(group))
    assert asked in anna.last.text
    assert stands in anna.last.text
    assert await _paused(town)
    assert "等客户回复" in newest(group).card.text
    assert any("Li发给客户" in text for text in newest(group).texts)
    await anna.sends(photo=FILE, caption="here it is")
    assert "here it is" in newest(group).texts
    assert not await _paused(town)


async def test_only_who_writes_to_the_customer_asks(town: Town) -> None:
    """A colleague who has not joined is told how; the customer hears nothing."""
    anna, _, group = await taken(town)
    zhao = await town.agent("Zhao", "complaints")
    before = anna.texts
    assert "Press Join" in await zhao.presses("请客户补充", topic=newest(group))
    assert anna.texts == before


async def test_nothing_is_asked_once_it_is_resolved(town: Town) -> None:
    """A question chosen from an old message after Resolve is refused in words."""
    anna, li, group = await taken(town)
    await li.presses("请客户补充", topic=newest(group))
    await li.presses("已处理", topic=newest(group))
    before = anna.texts
    assert await li.presses("地址", topic=newest(group))
    assert anna.texts == before
    assert not await _paused(town)
