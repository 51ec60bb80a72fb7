"""What came before a case: what the bot tried, and what the customer last said when they were asked."""

from __future__ import annotations

from sqlalchemy import select

from handlers.naming import shortened
from handlers.promises.words import local_day_in_words
from handlers.scene import Scene
from storage.case import Case
from storage.follow_up import FollowUp, FollowUpState
from storage.question import Question, QuestionResult

LABEL = 60
MOST_VISITS = 2
SETTLED = (
    FollowUp.state.in_((FollowUpState.answered, FollowUpState.unreached)),
    FollowUp.settled_at.is_not(None),
)
"""Times at which the customer was asked or rung, and something came of it."""


async def tried(scene: Scene, case: Case, language: str) -> list[str]:
    """What the bot answered before the customer turned to people; none where it was not asked."""
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


async def last_visits(scene: Scene, person_id: int, language: str) -> list[str]:
    """What came of the last times the customer was asked or rung, the newest first."""
    rows = await scene.session.scalars(
        select(FollowUp)
        .where(FollowUp.person_id == person_id, *SETTLED)
        .order_by(FollowUp.settled_at.desc(), FollowUp.id.desc())
        .limit(MOST_VISITS)
    )
    return [
        scene.say(
            language,
            "desk.card.visit",
            mark=_mark(scene, visit, language),
            day=local_day_in_words(visit.settled_at, scene.now, scene.house.zone, language),
        )
        for visit in rows
        if visit.settled_at is not None
    ]


async def last_mark(scene: Scene, case_id: int) -> str:
    """What the customer last said of this case when they were asked or rung; empty if nothing yet."""
    found = await scene.session.scalar(
        select(FollowUp.outcome)
        .where(FollowUp.case_id == case_id, *SETTLED)
        .order_by(FollowUp.settled_at.desc(), FollowUp.id.desc())
        .limit(1)
    )
    return found or ""


def _mark(scene: Scene, visit: FollowUp, language: str) -> str:
    """What the customer said, to the bot or to whoever rang them."""
    outcome = visit.outcome or ""
    called = outcome.removeprefix("called_")
    key = f"follow_ups.call.{called}" if called != outcome else f"follow_ups.button.{outcome}"
    if key in scene.house.texts.keys(language):
        return scene.say(language, key)
    return scene.say(language, "desk.card.visit_unreached")
