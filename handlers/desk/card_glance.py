"""What there is to say on a card, asked at one glance: cards are shown often, and most cases have little."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from handlers.desk.background import SETTLED
from handlers.scene import Scene
from storage.case import OPEN_STATES, REACH, Case, CaseState, CaseWriter, Evidence
from storage.follow_up import FollowUp
from storage.plea import Plea, PleaState
from storage.promise import Promise, PromiseState
from storage.question import Question
from storage.work_order import WorkOrder


class Glance(NamedTuple):
    """Which parts of a card are worth asking for."""

    evidence: int
    """How many pieces were handed in."""
    question: bool
    """Whether the bot had tried to answer."""
    visits: bool
    """Whether the customer was asked or rung before."""
    broken: bool
    """Whether a promise is broken and not made good."""
    pleas: bool
    writers: bool
    """Whether colleagues write beside the owner."""
    work: bool
    absorbed: bool
    """Whether other cases go on as this one."""
    others: bool
    """Whether the customer has other open cases."""
    earlier: bool
    """Whether the customer has cases that are closed."""


_CASE: ColumnElement[int] = bindparam("case_id")
_PERSON: ColumnElement[int] = bindparam("person_id")
_OTHER = aliased(Case)
_THEIRS = (_OTHER.person_id == _PERSON, _OTHER.id != _CASE)
# Made once: making it anew would cost more than running it.
_GLANCE = select(
    select(func.count(Evidence.id))
    .where(Evidence.case_id == _CASE, Evidence.kind != REACH)
    .scalar_subquery()
    .label("evidence"),
    exists().where(Question.case_id == _CASE).label("question"),
    exists().where(FollowUp.person_id == _PERSON, *SETTLED).label("visits"),
    exists().where(Promise.case_id == _CASE, Promise.state == PromiseState.broken).label("broken"),
    exists().where(Plea.case_id == _CASE, Plea.state == PleaState.open).label("pleas"),
    exists().where(CaseWriter.case_id == _CASE).label("writers"),
    exists().where(WorkOrder.case_id == _CASE).label("work"),
    exists().where(_OTHER.merged_into_id == _CASE).label("absorbed"),
    exists().where(*_THEIRS, _OTHER.state.in_(OPEN_STATES)).label("others"),
    exists().where(*_THEIRS, _OTHER.state == CaseState.closed).label("earlier"),
)


async def glance(scene: Scene, case: Case) -> Glance:
    """Which parts a case's card has."""
    rows = await scene.session.execute(_GLANCE, {"case_id": case.id, "person_id": case.person_id})
    return Glance(*rows.one())
