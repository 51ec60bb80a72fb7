"""What was asked and not answered well, gathered into lessons: the same question in many words is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from faq.mining import cluster
from handlers.knowledge.changing import Settles
from handlers.knowledge.masking import as_wording
from handlers.scene import Scene
from storage.knowledge import HumanAnswer
from storage.question import Question, QuestionResult

LOOKED_BACK = timedelta(days=30)
WEEK = timedelta(days=7)
MOST_READ = 400
EXAMPLES = 3
MOST_IDS = 300


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody asked: from the questions to the base, or straight from a colleague."""

    id: int
    text: str
    at: datetime
    case_id: int | None
    direct: bool = False
    unhelpful: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question that came up, how often, and what might answer it."""

    wordings: tuple[str, ...]
    asked: int
    this_week: int
    nearest: str | None
    confidence: float
    settles: Settles
    answer: str
    """What a colleague answered; empty if nobody has."""


def _unsolved() -> ColumnElement[bool]:
    """Not answered, suggestions refused, or answered and not helpful."""
    return or_(
        Question.result == QuestionResult.unknown,
        and_(Question.result == QuestionResult.suggested, Question.entry.is_(None)),
        Question.helpful.is_(False),
    )


async def waiting(scene: Scene, since: datetime) -> int:
    """How many questions since then could teach something."""
    condition = (_unsolved(), Question.settled_at.is_(None), Question.text != "", Question.asked_at >= since)
    return await scene.session.scalar(select(func.count(Question.id)).where(*condition)) or 0


async def lessons(scene: Scene) -> list[Lesson]:
    """What could be learnt, the most asked first."""
    items = await _items(scene)
    answers = await _answers(scene, [item.case_id for item in items if item.case_id is not None])
    week = scene.now - WEEK
    found = []
    for group in cluster([item.text for item in items], scene.house.faq):
        members = [items[place] for place in group.members]
        known = group.confidence >= scene.house.rules.faq.answer_alone
        if known and not any(member.unhelpful for member in members):
            # It was learnt in the meantime.
            continue
        by_hand = [answers[member.case_id] for member in members if member.case_id in answers]
        found.append(
            Lesson(
                tuple(dict.fromkeys(group.examples))[:EXAMPLES],
                len(members),
                sum(member.at >= week for member in members),
                group.nearest_entry,
                group.confidence,
                {
                    "questions": [member.id for member in members if not member.direct][:MOST_IDS],
                    "answers": [member.id for member in members if member.direct][:MOST_IDS],
                },
                max(by_hand, key=len, default=""),
            )
        )
    return found


async def _items(scene: Scene) -> list[Item]:
    since = scene.now - LOOKED_BACK
    asked = await scene.session.execute(
        select(Question.id, Question.text, Question.asked_at, Question.case_id, Question.helpful)
        .where(_unsolved(), Question.settled_at.is_(None), Question.text != "", Question.asked_at >= since)
        .order_by(Question.id.desc())
        .limit(MOST_READ)
    )
    items = [
        Item(number, as_wording(text), at, case_id, unhelpful=helpful is False)
        for number, text, at, case_id, helpful in asked
    ]
    straight = await scene.session.execute(
        select(HumanAnswer.id, HumanAnswer.asked, HumanAnswer.at, HumanAnswer.case_id)
        .where(
            HumanAnswer.settled_at.is_(None),
            HumanAnswer.at >= since,
            ~exists().where(Question.case_id == HumanAnswer.case_id),
        )
        .order_by(HumanAnswer.id.desc())
        .limit(MOST_READ)
    )
    items += [
        Item(number, as_wording(text), at, case_id, direct=True) for number, text, at, case_id in straight
    ]
    return items


async def _answers(scene: Scene, cases: Sequence[int]) -> dict[int | None, str]:
    if not cases:
        return {}
    rows = await scene.session.execute(
        select(HumanAnswer.case_id, HumanAnswer.text).where(HumanAnswer.case_id.in_(set(cases)))
    )
    return {row.case_id: row.text for row in rows}
