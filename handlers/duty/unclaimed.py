"""What waits to be taken, for somebody who has just come: they see it, and may be given some of it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import false, func, select, update

from handlers.scene import Scene
from storage.case import Case, CaseState
from storage.case_offer import CaseOffer, OfferState, OfferTo
from storage.person import Customer
from storage.staff import DepartmentMember

SHOWN = 5


class Unclaimed(NamedTuple):
    """How many cases there are, and the numbers of the first."""

    number: int
    numbers: str


async def unclaimed(scene: Scene, staff_id: int) -> Unclaimed:
    """The cases that nobody has in the departments of a member, important customers' first.

    Those that were offered to a whole group are looked at again at once: there is one more to give them to.
    """
    theirs = select(DepartmentMember.department_id).where(DepartmentMember.staff_id == staff_id)
    rows = await scene.session.execute(
        select(Case.id, Case.number)
        .outerjoin(Customer, Customer.person_id == Case.person_id)
        .where(
            Case.owner_id.is_(None),
            Case.state.in_((CaseState.received, CaseState.reopened)),
            Case.department_id.in_(theirs),
        )
        .order_by(func.coalesce(Customer.vip, false()).desc(), Case.id)
    )
    found = rows.all()
    await scene.session.execute(
        update(CaseOffer)
        .where(
            CaseOffer.case_id.in_([case for case, _ in found]),
            CaseOffer.state == OfferState.open,
            CaseOffer.to == OfferTo.group,
        )
        .values(due_at=scene.now)
        .execution_options(synchronize_session=False)
    )
    more = " …" if len(found) > SHOWN else ""
    return Unclaimed(len(found), ", ".join(number for _, number in found[:SHOWN]) + more)


async def hand_back_all(scene: Scene, staff_id: int) -> None:
    """What is offered to somebody who goes passes to the next at once."""
    await scene.session.execute(
        update(CaseOffer)
        .where(CaseOffer.staff_id == staff_id, CaseOffer.state == OfferState.open)
        .values(due_at=scene.now)
        .execution_options(synchronize_session=False)
    )
