"""A cause is mended: owners hear it in their topics, customers with open matters at a decent hour."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import Case, CaseState, Outcome
from storage.case_bond import BondKind, CaseBond
from storage.outbox import Priority
from storage.person import Person
from storage.recurring import RecurringFault

MOST = 50
_BY_WORD = (Outcome.satisfied, Outcome.answered)
"""A root case that ended so was mended by the word of the manager who asked for it."""


async def mended_pressed(turn: Turn, args: dict[str, Any]) -> None:
    """A manager says that it is mended."""
    if not turn.is_manager:
        turn.answer("recurring.managers_only", alert=True)
        return
    fault = await turn.session.get_one(RecurringFault, int(args["fault"]), with_for_update=True)
    if fault.mended_at is not None:
        turn.answer("recurring.mended_already", alert=True)
        return
    await _mended(turn, fault)
    turn.answer("recurring.mended")


async def spread(scene: Scene) -> int:
    """Notice what is mended, and tell those whom it concerns. How many rows were dealt with."""
    root = aliased(Case)
    rows = await scene.session.scalars(
        select(RecurringFault)
        .join(root, root.id == RecurringFault.root_case_id)
        # One that was merged is looked after, and ends, as the case it goes on as.
        .join(Case, Case.id == func.coalesce(root.merged_into_id, root.id))
        .where(RecurringFault.mended_at.is_(None), Case.state == CaseState.closed, Case.outcome.in_(_BY_WORD))
        .limit(MOST)
        .with_for_update(skip_locked=True, of=RecurringFault)
    )
    done = rows.all()
    for fault in done:
        await _mended(scene, fault)
    if is_quiet(scene):
        return len(done)
    return len(done) + await _tell_customers(scene)


async def _mended(scene: Scene, fault: RecurringFault) -> None:
    fault.mended_at = scene.now
    scene.effects.record("recurring.mended", actor_kind="bot", case_id=fault.root_case_id, fault=fault.id)
    root = await scene.session.get_one(Case, fault.root_case_id)
    bound = await scene.session.scalars(
        select(CaseBond.case_id).where(CaseBond.other_id == root.id, CaseBond.kind == BondKind.cause)
    )
    told = set()
    for case_id in bound.all():
        case = await locked_case(scene.session, case_id)
        if case.is_open and case.id not in told:
            told.add(case.id)
            await note(scene, case, "recurring.topic.mended", root=root.number)
    await scene.session.flush()


async def _tell_customers(scene: Scene) -> int:
    rows = await scene.session.scalars(
        select(CaseBond)
        .join(RecurringFault, RecurringFault.root_case_id == CaseBond.other_id)
        .where(
            CaseBond.kind == BondKind.cause,
            CaseBond.told_at.is_(None),
            RecurringFault.mended_at.is_not(None),
        )
        .order_by(CaseBond.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=CaseBond)
    )
    due = rows.all()
    for bond in due:
        bond.told_at = scene.now
        case = await locked_case(scene.session, bond.case_id)
        if case.is_open and not await _knows(scene, case, bond):
            await _tell(scene, case)
    return len(due)


async def _knows(scene: Scene, case: Case, bond: CaseBond) -> bool:
    """Whether the customer has heard it about another case of theirs."""
    await scene.session.flush()
    found = await scene.session.scalar(
        select(CaseBond.id)
        .join(Case, Case.id == CaseBond.case_id)
        .where(
            CaseBond.other_id == bond.other_id,
            CaseBond.kind == BondKind.cause,
            CaseBond.id != bond.id,
            CaseBond.told_at.is_not(None),
            Case.person_id == case.person_id,
            # Nothing is said about a matter that is over, unless it goes on as this one.
            or_(
                Case.closed_at.is_(None),
                Case.closed_at > CaseBond.told_at,
                Case.merged_into_id == case.id,
            ),
        )
        .limit(1)
    )
    return found is not None


async def _tell(scene: Scene, case: Case) -> None:
    customer = await scene.session.get_one(Person, case.person_id)
    await scene.tell(
        case.conversation_id,
        customer,
        "recurring.customer",
        priority=Priority.broadcast,
        number=case.number,
    )
    scene.effects.record("recurring.told", actor_kind="bot", case_id=case.id, person_id=case.person_id)
