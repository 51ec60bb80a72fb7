"""Praise goes to the agent and the head, and is counted."""

from __future__ import annotations

from sqlalchemy import select, update

from storage.praise import Praise
from storage.staff import DepartmentMember, MembershipRole, Staff
from tests.desk.cases import complaint_resolved
from tests.town.town import Town


async def test_kind_words_reach_agent_and_head(town: Town) -> None:
    """Who looked after the customer and the head of the department get the words; managers a number."""
    boss = await town.manager("Wang")
    head = await town.agent("Zhao", "complaints")
    async with town.store.begin() as session:
        newest_one = (await session.scalars(select(Staff.id).order_by(Staff.id.desc()).limit(1))).one()
        await session.execute(
            update(DepartmentMember)
            .where(DepartmentMember.staff_id == newest_one)
            .values(role=MembershipRole.head)
        )
    anna, li, _ = await complaint_resolved(town)
    await anna.says("/praise")
    await anna.says("Li mended it within the hour, wonderful!")
    assert li.last.text == "🌟 A customer praises you: Li mended it within the hour, wonderful!"
    assert head.last.text.startswith("🌟 A customer praises Li: ")
    assert "Li gets your words" in anna.last.text
    assert not any("🌟" in text for text in boss.texts)
    async with town.store.read() as session:
        kept = (await session.scalars(select(Praise))).one()
    assert kept.words == "Li mended it within the hour, wonderful!"
    assert kept.staff_id is not None
    await boss.says("/digest")
    assert "🌟 One customer praised us" in boss.last.text


async def test_one_message_is_enough(town: Town) -> None:
    """“表扬：……” needs no question; who never had a case praises the house, and managers hear it."""
    boss = await town.manager("Wang", language_code="zh-hans")
    anna = await town.customer("安娜", language_code="zh-hans")
    await anna.says("表扬：前台的老师特别耐心")
    assert boss.last.text == "🌟 有客户表扬我们：前台的老师特别耐心"
    assert "谢谢您" in anna.last.text


async def test_without_anybody_to_tell_it_is_kept(town: Town) -> None:
    """Kind words are kept and thanked for even before anybody works here."""
    anna = await town.customer("Anna")
    await anna.says("praise: lovely answers")
    assert "Thank you" in anna.last.text
    async with town.store.read() as session:
        assert (await session.scalars(select(Praise.words))).one() == "lovely answers"
