"""Cases of one customer that are probably the same matter."""

from __future__ import annotations

from sqlalchemy import select

from faq.alike import likeness
from handlers.scene import Scene
from storage.case import OPEN_STATES, WAITING_FOR_US, Case

MOST = 10


async def others_of(scene: Scene, case: Case) -> list[Case]:
    """The customer's other open cases, the newest first."""
    rows = await scene.session.scalars(
        select(Case)
        .where(Case.person_id == case.person_id, Case.id != case.id, Case.state.in_(OPEN_STATES))
        .order_by(Case.id.desc())
        .limit(MOST)
    )
    return list(rows)


async def probably_same(scene: Scene, case: Case) -> Case | None:
    """The open case that this one most probably repeats, of the same customer and not long apart."""
    if not case.is_open:
        return None
    rules = scene.house.rules.merging
    best, found = 0.0, None
    for other in await others_of(scene, case):
        if abs(case.created_at - other.created_at) > rules.within:
            continue
        likely = likeness(case.summary, other.summary)
        akin = bool(case.category) and (case.category, case.kind) == (other.category, other.kind)
        if likely >= (rules.likeness_akin if akin else rules.likeness) and likely > best:
            best, found = likely, other
    return found


def which_goes(one: Case, other: Case) -> tuple[Case, Case]:
    """Which of two goes and which stays: the older number stands, unless it is thought settled already."""
    older, newer = sorted((one, other), key=lambda case: case.id)
    if older.state not in WAITING_FOR_US and newer.state in WAITING_FOR_US:
        return older, newer
    return newer, older
