"""A case's place among those of its department that nobody has taken: VIPs first, then who came first."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select

from handlers.scene import Scene
from storage.case import Case, CaseState
from storage.person import Customer

UNTAKEN = (CaseState.received, CaseState.reopened)


def waits(case: Case) -> bool:
    """Whether nobody has it and somebody should."""
    return case.owner_id is None and case.state in UNTAKEN


async def before(scene: Scene, case: Case) -> int:
    """How many people wait before a case's customer. Further matters of their own do not count."""
    vip = await scene.session.scalar(select(Customer.vip).where(Customer.person_id == case.person_id))
    earlier = or_(
        Case.created_at < case.created_at, and_(Case.created_at == case.created_at, Case.id < case.id)
    )
    first = Customer.vip.is_(True)
    ahead = and_(first, earlier) if vip else or_(first, earlier)
    count = await scene.session.scalar(
        select(func.count(func.distinct(Case.person_id)))
        .outerjoin(Customer, Customer.person_id == Case.person_id)
        .where(
            Case.department_id == case.department_id,
            Case.owner_id.is_(None),
            Case.state.in_(UNTAKEN),
            Case.person_id != case.person_id,
            ahead,
        )
    )
    return count or 0
