"""The clock's watch over cases that nobody has: none is stranded, however it came to have nobody.

It looks at rows alone, so it makes no difference whether a case is new, reopened, transferred or left
behind by a colleague, nor whether a process died in between. Outside opening hours nothing is offered:
what came in is offered first thing when the department opens.
"""

from __future__ import annotations

from sqlalchemy import exists, false, func, or_, select

from handlers.calendar.opening import calendar_of
from handlers.duty.announcing import Announcements
from handlers.duty.offering import look_at_group, offer_next
from handlers.scene import Scene
from storage.case import Case, CaseState
from storage.case_offer import CaseOffer, OfferState, OfferTo
from storage.person import Customer
from storage.staff import Department

MOST = 50
FREE = (CaseState.received, CaseState.reopened)
_NOBODYS = func.coalesce(Case.owner_id, 0) == 0
"""Written so that they are found by their state: of closed ones that nobody ever had there are ever more."""


async def watch(scene: Scene) -> int:
    """Close offers that are answered, offer what nobody has, and go on where nobody took it up."""
    announced = Announcements()
    done = await _answered(scene)
    open_ones = await _open_departments(scene)
    if open_ones:
        done += await _go_on(scene, open_ones, announced)
        done += await _begin(scene, open_ones, announced)
    await announced.say(scene)
    return done


async def _answered(scene: Scene) -> int:
    """Offers of cases that have somebody by now, are over, or went elsewhere."""
    rows = await scene.session.execute(
        select(CaseOffer, Case)
        .join(Case, Case.id == CaseOffer.case_id)
        .where(
            CaseOffer.state == OfferState.open,
            or_(
                Case.owner_id.is_not(None),
                Case.state.not_in(FREE),
                Case.department_id != CaseOffer.department_id,
            ),
        )
        .limit(MOST)
        .with_for_update(skip_locked=True, of=CaseOffer)
    )
    answered = rows.all()
    for offer, case in answered:
        moved = case.department_id != offer.department_id
        offer.end(
            OfferState.taken if case.owner_id is not None and not moved else OfferState.dropped, scene.now
        )
    await scene.session.flush()
    return len(answered)


async def _open_departments(scene: Scene) -> list[int]:
    """The departments that are open and have cases that nobody has."""
    known = {plan.key for plan in scene.house.departments}
    waiting = select(Case.department_id).where(Case.state.in_(FREE), _NOBODYS)
    rows = await scene.session.scalars(
        select(Department).where(Department.id.in_(waiting)).order_by(Department.id)
    )
    return [
        one.id
        for one in rows.all()
        if one.key in known and (await calendar_of(scene, one.id)).open_at(scene.now)
    ]


async def _begin(scene: Scene, departments: list[int], announced: Announcements) -> int:
    """Cases that nobody has and nobody was asked about: important customers' first."""
    rows = await scene.session.scalars(
        select(Case)
        .outerjoin(Customer, Customer.person_id == Case.person_id)
        .where(
            Case.state.in_(FREE),
            _NOBODYS,
            Case.department_id.in_(departments),
            ~exists().where(CaseOffer.case_id == Case.id, CaseOffer.state == OfferState.open),
        )
        .order_by(func.coalesce(Customer.vip, false()).desc(), Case.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=Case)
        .execution_options(populate_existing=True)
    )
    free = rows.all()
    for case in free:
        await offer_next(scene, case, announced)
    return len(free)


async def _go_on(scene: Scene, departments: list[int], announced: Announcements) -> int:
    """Offers whose time has come: the next one is asked, or who leads is told."""
    rows = await scene.session.execute(
        select(CaseOffer, Case)
        .join(Case, Case.id == CaseOffer.case_id)
        .where(
            CaseOffer.state == OfferState.open,
            CaseOffer.due_at <= scene.now,
            CaseOffer.department_id.in_(departments),
        )
        .order_by(CaseOffer.due_at, CaseOffer.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    due = rows.all()
    for offer, case in due:
        if offer.to is OfferTo.group:
            await look_at_group(scene, case, offer, announced)
            continue
        offer.end(OfferState.lapsed, scene.now)
        await scene.session.flush()
        scene.effects.record("case.offer_lapsed", actor_kind="bot", case_id=case.id, offer=offer.id)
        await offer_next(scene, case, announced)
    return len(due)
