"""The rows of pleas: which stand open, and that a person has answered them."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers.scene import Scene
from storage.case import Case
from storage.plea import Plea, PleaKind, PleaState


async def settle(scene: Scene, case: Case, state: PleaState) -> None:
    """End every plea that stands open on a case."""
    rows = await scene.session.scalars(
        select(Plea).where(Plea.case_id == case.id, Plea.state == PleaState.open)
    )
    for plea in rows:
        plea.settle(state, scene.now)


async def count(scene: Scene, case_id: int) -> dict[PleaKind, int]:
    """How many pleas of each kind stand open on a case."""
    rows = await scene.session.execute(
        select(Plea.kind, func.count(Plea.id))
        .where(Plea.case_id == case_id, Plea.state == PleaState.open)
        .group_by(Plea.kind)
    )
    return {row[0]: row[1] for row in rows}
