"""Whom a case was offered to answers: they take it, or say that it is not for them."""

from __future__ import annotations

from typing import Any

from handlers.calendar.opening import calendar_of
from handlers.desk.listing import Listed, links_to
from handlers.desk.relays import locked_case
from handlers.desk.taking import take as take_case
from handlers.duty.announcing import Announcements
from handlers.duty.offering import offer_next
from handlers.duty.watching import FREE
from handlers.turn import Turn
from storage.case_offer import CaseOffer, OfferState


async def take(turn: Turn, args: dict[str, Any]) -> None:
    """Take it from where it was offered: the same as the button under its card."""
    case = await locked_case(turn.session, int(args["case"]))
    if not await turn.serves(case.department_id):
        turn.answer("duty.press.elsewhere", alert=True)
        return
    free = case.owner_id is None and case.state in FREE
    await take_case(turn, {"case": case.id})
    if free and turn.private:
        turn.reply(
            "duty.private.taken", buttons=await links_to(turn, [Listed(case, None)]), number=case.number
        )


async def not_me(turn: Turn, args: dict[str, Any]) -> None:
    """Hand it back: the next one is asked at once."""
    case = await locked_case(turn.session, int(args["case"]))
    offer = await turn.session.get_one(
        CaseOffer, int(args["offer"]), with_for_update=True, populate_existing=True
    )
    mine = turn.staff is not None and offer.staff_id == turn.staff.id
    free = case.owner_id is None and case.state in FREE and case.department_id == offer.department_id
    # One that was merged is the case it goes on as, which has offers of its own.
    waits = free and offer.case_id == case.id
    if not mine or offer.state is not OfferState.open or not waits:
        turn.answer("duty.press.over", alert=True)
        return
    offer.end(OfferState.handed_back, turn.now)
    await turn.session.flush()
    turn.effects.record(
        "case.handed_back",
        actor_kind="staff",
        actor_id=turn.person.id,
        case_id=case.id,
        person_id=turn.person.id,
        offer=offer.id,
    )
    turn.answer("duty.press.handed_back")
    # A closed department asks nobody; the watch goes on when it opens.
    if (await calendar_of(turn, case.department_id)).open_at(turn.now):
        announced = Announcements()
        await offer_next(turn, case, announced)
        await announced.say(turn)
