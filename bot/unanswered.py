"""The questions that the FAQ had no answer for, as customers asked them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select

from bot.clock.clocks import Clock
from bot.opening import opened
from bot.settings import Settings
from storage.question import Question, QuestionResult


async def questions_in_vain(settings: Settings, days: int) -> list[str]:
    """The words of those of the last days: not known, or answered without helping."""
    since = Clock().now() - timedelta(days=days)
    async with opened(settings) as store, store.read() as session:
        found = await session.scalars(
            select(Question.text)
            .where(
                Question.asked_at >= since,
                Question.text != "",
                or_(Question.result == QuestionResult.unknown, Question.helpful.is_(False)),
            )
            .order_by(Question.id)
        )
        return list(found)
