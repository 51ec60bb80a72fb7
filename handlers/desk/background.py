"""What came before a case: what the bot tried, and what the customer last said when they were asked."""

from __future__ import annotations

from babel.dates import format_date
from sqlalchemy import select

from handlers.naming import shortened
from handlers.scene import Scene
from storage.case import Case
from storage.follow_up import FollowUp, FollowUpState
from storage.question import Question, QuestionResult

LABEL = 60


async def background(scene: Scene, case: Case, language: str) -> list[str]:
    """Lines for the header card; none where nothing is known."""
    return [*await _tried(scene, case, language), *await _last_visit(scene, case, language)]


async def _tried(scene: Scene, case: Case, language: str) -> list[str]:
    question = await scene.session.scalar(
        select(Question).where(Question.case_id == case.id).order_by(Question.id.desc()).limit(1)
    )
    if question is None:
        return []
    entry = scene.house.faq.entry(question.entry) if question.entry else None
    if entry is None:
        known = question.result is QuestionResult.suggested
        return [scene.say(language, f"desk.card.{'bot_suggested' if known else 'bot_did_not_know'}")]
    answer = shortened(entry.answer_in(language).text, LABEL)
    return [scene.say(language, "desk.card.bot_answered", answer=answer)]


async def _last_visit(scene: Scene, case: Case, language: str) -> list[str]:
    visit = await scene.session.scalar(
        select(FollowUp)
        .where(
            FollowUp.person_id == case.person_id,
            FollowUp.state == FollowUpState.answered,
            FollowUp.outcome.is_not(None),
        )
        .order_by(FollowUp.settled_at.desc())
        .limit(1)
    )
    if visit is None or visit.settled_at is None:
        return []
    day = format_date(visit.settled_at.astimezone(scene.house.zone), locale=language)
    mark = scene.say(language, f"follow_ups.button.{visit.outcome}")
    return [scene.say(language, "desk.card.visit", mark=mark, day=day)]
