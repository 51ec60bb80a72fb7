"""A friend's phone becomes known: the registration that was waiting for it is found."""

from __future__ import annotations

from sqlalchemy import select

from handlers.referral.announcing import announce, tell_referrer
from handlers.turn import Turn
from storage.outbound import Buttons
from storage.person import Person
from storage.referral import STANDING, Referral, ReferralState


async def phone_known(turn: Turn, phone: str) -> None:
    """The sender's own number, vouched for by the channel, is `phone`. Look who registered them.

    Call it once the number was written down; it says only what concerns the referral.
    """
    registered = await turn.session.scalar(
        select(Referral).where(Referral.friend_phone == phone, Referral.state.in_(STANDING)).with_for_update()
    )
    linked = await _linked(turn)
    if registered is None:
        if linked is not None and linked.friend_phone is None:
            linked.friend_phone = phone
        return
    if registered.state is not ReferralState.registered:
        return
    why = _refusal(turn, registered, linked)
    if why is not None:
        await _refuse(turn, registered, why)
    elif linked is not None and linked.referrer_id == registered.referrer_id:
        await _merge(turn, registered, linked)
    else:
        referrer = await turn.session.get_one(Person, registered.referrer_id)
        name = referrer.name or turn.text_of("referral.somebody")
        buttons = consent_buttons(turn, referral=registered.id)
        turn.reply("referral.arriving.ask", name=name, buttons=buttons)


def _refusal(turn: Turn, registered: Referral, linked: Referral | None) -> str | None:
    if registered.referrer_id == turn.person.id:
        return "self"
    if linked is not None and linked.referrer_id == registered.referrer_id:
        return None
    if turn.person.created_at < registered.registered_at:
        return "known_before"
    if linked is not None and linked.state is ReferralState.approved:
        return "registered_first"
    return None


async def join(turn: Turn, referral_id: int, *, agreed: bool) -> None:
    """The friend's word about a registration. Nothing of it is kept when they decline."""
    registered = await turn.session.get(Referral, referral_id, with_for_update=True, populate_existing=True)
    if registered is None or registered.state is not ReferralState.registered:
        turn.answer("referral.arriving.noted_already", alert=True)
        return
    if not agreed:
        registered.friend_name, registered.friend_phone, registered.wants = "", None, ""
        await _refuse(turn, registered, "declined")
        turn.reply("referral.arriving.declined")
        return
    linked = await _linked(turn)
    if linked is not None:
        if linked.state is ReferralState.approved:
            await _refuse(turn, registered, "registered_first")
            turn.answer("referral.arriving.noted_already", alert=True)
            return
        linked.friend_id = None
        await _refuse(turn, linked, "registered_first")
        await turn.session.flush()
    referrer = await turn.session.get_one(Person, registered.referrer_id)
    registered.arrive(turn.person.id, turn.now)
    turn.reply("referral.arriving.thanks", name=referrer.name or turn.text_of("referral.somebody"))
    await announce(turn, registered)


async def _linked(turn: Turn) -> Referral | None:
    found: Referral | None = await turn.session.scalar(
        select(Referral).where(Referral.friend_id == turn.person.id, Referral.state.in_(STANDING))
    )
    return found


async def _merge(turn: Turn, registered: Referral, linked: Referral) -> None:
    """The same referrer registered the friend and sent the link: one referral, from the first day."""
    name, phone, wants = registered.friend_name, registered.friend_phone, registered.wants
    linked.registered_at = min(linked.registered_at, registered.registered_at)
    await turn.session.delete(registered)
    await turn.session.flush()
    linked.friend_name, linked.friend_phone, linked.wants = name, phone, wants
    turn.record("referral.merged")


async def _refuse(turn: Turn, referral: Referral, reason: str) -> None:
    referral.refuse(reason, turn.now)
    turn.record("referral.refused", reason=reason, referral=referral.id)
    await tell_referrer(turn, referral, f"referral.told.{reason}")


def consent_buttons(turn: Turn, **whose: str | int) -> Buttons:
    """Yes and no, for the friend alone."""
    return (
        tuple(
            turn.button(
                turn.text_of(f"referral.button.{'yes' if yes else 'no'}"),
                "referral.consent",
                turn.me,
                once=True,
                **{"yes": yes, **whose},
            )
            for yes in (True, False)
        ),
    )
