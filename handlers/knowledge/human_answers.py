"""Keeping what colleagues answer to questions that were handed over: tomorrow's entries."""

from __future__ import annotations

from sqlalchemy import select

from handlers.knowledge.masking import masked
from handlers.scene import Scene
from storage.case import Case, CaseKind
from storage.knowledge import HumanAnswer

FIRST_REPLIES = 3
"""The longest of so many replies is kept: the first is often only "one moment, please"."""
LEAST = 4


async def keep(scene: Scene, case: Case, text: str) -> None:
    """Keep a colleague's reply to a question, as long as questions are kept at all."""
    text = text.strip()
    # Who left a number asked to be called, which is no question.
    asked = case.kind is CaseKind.inquiry and case.summary.strip() and not case.contact
    if not asked or len(text) < LEAST:
        return
    if not scene.house.rules.retention.questions:
        return
    kept = await scene.session.scalar(select(HumanAnswer).where(HumanAnswer.case_id == case.id))
    if kept is None:
        scene.session.add(
            HumanAnswer(
                case_id=case.id, asked=masked(case.summary), text=masked(text), replies=1, at=scene.now
            )
        )
        await scene.session.flush()
    elif kept.replies < FIRST_REPLIES and kept.settled_at is None:
        kept.replies += 1
        kept.text = max(kept.text, masked(text), key=len)
