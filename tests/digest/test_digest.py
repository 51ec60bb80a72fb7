"""The managers' digest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import digest
from handlers.digest.composing import end_of_day
from handlers.effects import Effects
from handlers.scene import Scene
from storage.question import Question, QuestionResult
from tests.desk.cases import complaint
from tests.town.people import Person
from tests.town.town import Town


async def a_day(town: Town) -> Person:
    """A manager and the first day's mark, so that the next digest is a real one."""
    boss = await town.manager("Wang")
    await town.travel(minutes=1)
    return boss


def digests(boss: Person) -> list[str]:
    """The digests in a manager's chat."""
    return [text for text in boss.texts if text.startswith("📋")]


async def test_a_quiet_day_is_one_line(town: Town) -> None:
    """On a day without anything the digest says so in one line."""
    boss = await a_day(town)
    await town.travel(hours=22, minutes=28)
    assert digests(boss) == []
    await town.travel(minutes=1)
    assert digests(boss) == [
        "📋 Tuesday, 24 November: a quiet day. Nothing new, nothing open, nothing waiting."
    ]


async def test_once_a_day(town: Town) -> None:
    """Every manager gets one digest a day, in their own language, even after hours of outage."""
    boss = await a_day(town)
    chen = await town.manager("Chen", language_code="zh-hans")
    await town.travel(days=1, hours=3)
    await town.travel(hours=1)
    assert len(digests(boss)) == 1
    assert digests(chen) == ["📋 11月24日星期二：今天很平静，没有新事，没有未结束的，也没有等待处理的。"]
    await town.travel(days=1)
    assert len(digests(boss)) == 2


async def test_the_digest_tells_what_matters(town: Town) -> None:
    """New, open and overdue cases, promises due today and unanswered questions are told; zeros are not."""
    boss = await a_day(town)
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    first = await complaint(town, anna)
    await li.presses("我来处理", topic=town.group("complaints").topics[-1])
    async with town.store.begin() as session:
        for text in (
            "Do you teach Klingon? My number is 13800138000",
            "Is there parking?",
            "Is there parking?",
        ):
            session.add(
                Question(
                    person_id=first.person_id,
                    language="en",
                    text=text,
                    result=QuestionResult.unknown,
                    handed_over=False,
                    asked_at=town.now,
                )
            )
    await town.travel(hours=22, minutes=35)
    assert digests(boss)[-1].splitlines() == [
        "📋 Tuesday, 24 November",
        "🆕 One new case",
        "📂 One open case",
        "⏰ One promise is due today:",
        f"   {first.number} · today, 10:01 · Li",
        "❓ 3 questions I could not answer, most often:",
        "   Is there parking? (×2)",
        "   Do you teach Klingon? My number is •••• (×1)",
        "💬 3 questions, 0 answered at once",
        "💡 3 questions could teach me something: /learn",
    ]


async def test_overdue_cases_are_named(town: Town) -> None:
    """An overdue case stands in the digest with its number until somebody answers it."""
    boss = await a_day(town)
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    case = await complaint(town, anna)
    await town.travel(days=1, hours=23)
    assert "🔴 One overdue:" in digests(boss)[-1]
    assert f"   {case.number} · today, 10:01 · nobody yet" not in digests(boss)[-1]
    assert case.number in digests(boss)[-1]
    assert "✋ One not taken yet" in digests(boss)[-1]


async def test_managers_can_ask_for_it(town: Town) -> None:
    """/digest gives it at once to managers, and to nobody else."""
    boss = await town.manager("Wang")
    await boss.says("/digest")
    assert boss.last.text.startswith("📋 Monday, 23 November")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/digest")
    assert not anna.last.text.startswith("📋")


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_compose_speaks_both_languages(town: Town, language: str) -> None:
    """A digest can be composed in either language for any span."""
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        text = await digest.compose(scene, language, town.now - timedelta(days=1), town.now)
    assert text.startswith("📋")


def test_the_local_day_ends_at_local_midnight(town: Town) -> None:
    """What is due today is due before midnight at the business."""
    assert end_of_day(town.now, town.house.zone) == town.now + timedelta(hours=14)
