"""Root causes: the case that looks after one, and the cases it is the cause of."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from handlers.desk.topics import note
from handlers.scene import Scene
from storage.case import OPEN_STATES, Case
from storage.case_bond import BondKind, CaseBond
from storage.recurring import RecurringFault


async def root_of(scene: Scene, cases: Collection[int]) -> Case | None:
    """The case that looks after the cause of some of these, if it is not mended yet."""
    found: Case | None = await scene.session.scalar(
        select(Case)
        .join(CaseBond, CaseBond.other_id == Case.id)
        .join(RecurringFault, RecurringFault.root_case_id == Case.id)
        .where(
            CaseBond.case_id.in_(cases),
            CaseBond.kind == BondKind.cause,
            RecurringFault.mended_at.is_(None),
        )
        .order_by(Case.id.desc())
        .limit(1)
    )
    return found


async def unbound(scene: Scene, cases: Collection[int], root: Case) -> list[int]:
    """Which of these are not bound to the root case."""
    known = set(
        await scene.session.scalars(
            select(CaseBond.case_id).where(
                CaseBond.other_id == root.id, CaseBond.kind == BondKind.cause, CaseBond.case_id.in_(cases)
            )
        )
    )
    return [one for one in cases if one not in known]


async def bind(scene: Scene, root: Case, cases: Sequence[int], by: int) -> int:
    """Bind cases to their cause; the topics of those that stand open know. How many were new."""
    new = await unbound(scene, cases, root)
    for case_id in new:
        scene.session.add(
            CaseBond(case_id=case_id, other_id=root.id, kind=BondKind.cause, made_by=by, made_at=scene.now)
        )
        scene.effects.record(
            "case.cause_known", actor_kind="staff", actor_id=by, case_id=case_id, root=root.id
        )
    await scene.session.flush()
    rows = await scene.session.scalars(select(Case).where(Case.id.in_(new), Case.state.in_(OPEN_STATES)))
    for case in rows.all():
        await note(scene, case, "recurring.topic.known", silent=True, root=root.number)
    return len(new)


async def open_faults(scene: Scene) -> Sequence[tuple[RecurringFault, Case]]:
    """The faults whose cause is not mended yet, with the cases that look after them."""
    rows = await scene.session.execute(
        select(RecurringFault, Case)
        .join(Case, Case.id == RecurringFault.root_case_id)
        .where(RecurringFault.mended_at.is_(None))
        .order_by(RecurringFault.id)
    )
    return [(fault, case) for fault, case in rows]
