"""How many suggestions were decided on in a time, and how."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from handlers.scene import Scene
from storage.decision import Decision, Verdict


async def line(scene: Scene, language: str, since: datetime, until: datetime) -> str:
    """A line for the digest, or nothing where nothing was decided."""
    rows = await scene.session.execute(
        select(Decision.verdict, func.count(Decision.id))
        .where(Decision.decided_at > since, Decision.decided_at <= until)
        .group_by(Decision.verdict)
    )
    counts = {row[0]: row[1] for row in rows}
    parts = [
        f"{counts[one]} × {scene.say(language, f'decisions.verdict.{one.value}')}"
        for one in Verdict
        if counts.get(one)
    ]
    return scene.say(language, "decisions.digest", counts=", ".join(parts)) if parts else ""
