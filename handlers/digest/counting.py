"""Counting what a digest tells: cases, promises, questions, follow-ups, referrals and parked updates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from handlers.naming import shortened, without_numbers
from handlers.scene import Scene
from storage.case import OPEN_STATES, WAITING_FOR_US, Case, Outcome
from storage.follow_up import FollowUp, FollowUpState
from storage.inbox import ParkedUpdate
from storage.praise import Praise
from storage.promise import Promise, PromiseState
from storage.question import Question, QuestionResult
from storage.referral import Referral, ReferralState

MOST_QUESTIONS = 200
SHOWN = 3
QUESTION_LENGTH = 40
MOST_CASES = 5
_SOLVED = (Outcome.satisfied, Outcome.answered)


@dataclass(frozen=True, slots=True)
class Count:
    """What happened between two instants, and what stands open at the second."""

    new_cases: int
    open_cases: int
    untaken: int
    overdue: Sequence[tuple[str, datetime, int | None]]
    """Number, promised time and owner's id, the longest overdue first."""
    supervised: Sequence[tuple[str, int | None]]
    """Number and owner's id of the open cases whose customers were not satisfied."""
    breaking: Sequence[tuple[str, datetime, int | None]]
    unanswered: int
    questions: Sequence[tuple[str, int]]
    """The unanswered questions asked most often, made anonymous, with how often."""
    solved: int
    """Closed by the customer's word."""
    undetermined: int
    """Closed because nobody could be reached: whether it is solved is not known."""
    follow_ups_due: int
    follow_ups_done: int
    unreached: int
    referrals: int
    praise: int
    parked: int


async def count(scene: Scene, since: datetime, until: datetime, day_end: datetime) -> Count:
    """Count. `day_end` is when the local day of `until` ends: what is due today is due before it."""
    unanswered = (
        Question.result == QuestionResult.unknown,
        Question.asked_at >= since,
        Question.asked_at <= until,
    )
    settled = (FollowUp.settled_at >= since, FollowUp.settled_at <= until)
    closed = (Case.closed_at >= since, Case.closed_at <= until)
    return Count(
        new_cases=await _number(scene, Case.id, Case.created_at >= since, Case.created_at <= until),
        open_cases=await _number(scene, Case.id, Case.state.in_(OPEN_STATES)),
        untaken=await _number(scene, Case.id, Case.state.in_(WAITING_FOR_US), Case.owner_id.is_(None)),
        overdue=await _promised(
            scene,
            Promise.state.in_((PromiseState.open, PromiseState.broken)),
            Promise.due_at <= until,
        ),
        supervised=await _supervised(scene),
        breaking=await _promised(
            scene, Promise.state == PromiseState.open, Promise.due_at > until, Promise.due_at <= day_end
        ),
        unanswered=await _number(scene, Question.id, *unanswered),
        questions=await _questions(scene, *unanswered),
        solved=await _number(scene, Case.id, Case.outcome.in_(_SOLVED), *closed),
        undetermined=await _number(scene, Case.id, Case.outcome == Outcome.undetermined, *closed),
        follow_ups_due=await _number(
            scene,
            FollowUp.id,
            FollowUp.state.in_((FollowUpState.due, FollowUpState.asked)),
            FollowUp.due_at <= day_end,
        ),
        follow_ups_done=await _number(scene, FollowUp.id, FollowUp.state == FollowUpState.answered, *settled),
        unreached=await _number(scene, FollowUp.id, FollowUp.state == FollowUpState.unreached, *settled),
        referrals=await _number(scene, Referral.id, Referral.state == ReferralState.arrived),
        praise=await _number(scene, Praise.id, Praise.at >= since, Praise.at <= until),
        parked=await _number(scene, ParkedUpdate.id, ParkedUpdate.released_at.is_(None)),
    )


async def _number(scene: Scene, column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> int:
    return await scene.session.scalar(select(func.count(column)).where(*conditions)) or 0


async def _promised(scene: Scene, *conditions: ColumnElement[bool]) -> list[tuple[str, datetime, int | None]]:
    rows = await scene.session.execute(
        select(Case.number, func.min(Promise.due_at), Case.owner_id)
        .join(Promise, Promise.case_id == Case.id)
        .where(Case.state.in_(WAITING_FOR_US), Promise.paused_at.is_(None), *conditions)
        .group_by(Case.number, Case.owner_id)
        .order_by(func.min(Promise.due_at))
    )
    return [(number, due, owner) for number, due, owner in rows]


async def _supervised(scene: Scene) -> list[tuple[str, int | None]]:
    rows = await scene.session.execute(
        select(Case.number, Case.owner_id)
        .where(Case.supervised, Case.state.in_(OPEN_STATES))
        .order_by(Case.id)
    )
    return [(number, owner) for number, owner in rows]


async def _questions(scene: Scene, *conditions: ColumnElement[bool]) -> list[tuple[str, int]]:
    rows = await scene.session.scalars(
        select(Question.text).where(*conditions).order_by(Question.id.desc()).limit(MOST_QUESTIONS)
    )
    asked = Counter(shortened(without_numbers(text), QUESTION_LENGTH) for text in rows)
    return asked.most_common(SHOWN)
