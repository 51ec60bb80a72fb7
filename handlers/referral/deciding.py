"""A manager decides about a referral."""

from __future__ import annotations

from typing import Any

from handlers.referral.announcing import described, tell_referrer
from handlers.turn import Turn
from storage.errors import NotAllowed
from storage.outbound import Edit
from storage.referral import Referral


async def approve(turn: Turn, args: dict[str, Any]) -> None:
    """The referral counts."""
    await _decide(turn, int(args["referral"]), approved=True)


async def reject(turn: Turn, args: dict[str, Any]) -> None:
    """The referral does not count."""
    await _decide(turn, int(args["referral"]), approved=False)


async def _decide(turn: Turn, referral_id: int, *, approved: bool) -> None:
    # Two managers may press at once: the second one waits, and sees what the first has decided.
    referral = await turn.session.get(Referral, referral_id, with_for_update=True, populate_existing=True)
    if referral is None or turn.staff is None:
        turn.answer("referral.manager.gone", alert=True)
        return
    if turn.person.id in (referral.referrer_id, referral.friend_id):
        turn.answer("referral.manager.own", alert=True)
        return
    try:
        referral.decide(approved, turn.staff.id, turn.now, None if approved else "manager")
    except NotAllowed as refused:
        state = turn.text_of(f"referral.state.{refused.state}")
        turn.answer("referral.manager.decided_already", alert=True, state=state)
        return
    verb = "approved" if approved else "rejected"
    turn.record(f"referral.{verb}", referral=referral.id)
    turn.answer(f"referral.manager.{verb}")
    await _show_decision(turn, referral, verb)
    await tell_referrer(turn, referral, f"referral.told.{verb}", ask=not approved)


async def _show_decision(turn: Turn, referral: Referral, verb: str) -> None:
    if turn.press is None or turn.press.message is None:
        return
    referrer, friend, phone = await described(turn, referral, turn.language)
    arrived = turn.text_of("referral.manager.arrived", referrer=referrer, friend=friend, phone=phone)
    turn.send(Edit(turn.press.message, f"{arrived}\n\n{turn.text_of(f'referral.manager.{verb}')}"))
