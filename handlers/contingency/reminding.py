"""Parts that nobody has acknowledged are told again, and the managers hear which."""

from __future__ import annotations

from sqlalchemy import select

from handlers.contingency.parts import tell
from handlers.contingency.reaching import MANAGERS
from handlers.scene import Scene
from storage.contingency import ContingencyPart, ContingencyRun

MOST = 20


async def remind(scene: Scene) -> int:
    """Tell again what nobody has acknowledged, while the plan runs. How many parts that were."""
    rows = await scene.session.execute(
        select(ContingencyPart, ContingencyRun)
        .join(ContingencyRun, ContingencyRun.id == ContingencyPart.run_id)
        .where(
            ContingencyPart.acknowledged_at.is_(None),
            ContingencyPart.next_at <= scene.now,
            ContingencyRun.ended_at.is_(None),
        )
        .order_by(ContingencyPart.next_at, ContingencyPart.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=ContingencyPart)
    )
    due = rows.all()
    for part, run in due:
        await tell(scene, run, part)
        if part.who != MANAGERS:
            await scene.tell_managers("contingency.nobody", plan=run.name, role=part.role, number=run.id)
        scene.effects.record("contingency.reminded", actor_kind="bot", run=run.id, part=part.id)
    return len(due)
