"""A friend comes by a link: asked for consent, then noted with the one who sent them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import forms
from handlers.referral.announcing import announce
from handlers.referral.link import owner_of
from handlers.referral.matching import consent_buttons, join, phone_known
from handlers.turn import Turn
from handlers.welcome import greeting
from storage.case import Case
from storage.person import Person
from storage.referral import Referral, ReferralState


async def arrive(turn: Turn, code: str) -> None:
    """/start with the code of a personal link."""
    referrer = await owner_of(turn, code)
    why = "unknown" if referrer is None else await _refusal(turn, referrer)
    if turn.draft is None:
        greeting.greet(turn)
    if why is not None:
        turn.reply(f"referral.arriving.{why}")
    elif referrer is not None:
        turn.reply(
            "referral.arriving.ask", name=_name(turn, referrer), buttons=consent_buttons(turn, code=code)
        )
    if turn.draft is not None:
        await forms.resume(turn)


async def _refusal(turn: Turn, referrer: Person) -> str | None:
    if referrer.id == turn.person.id:
        return "own_link"
    noted = await turn.session.scalar(select(Referral.id).where(Referral.friend_id == turn.person.id))
    if noted is not None:
        return "noted_already"
    return None if await _is_newcomer(turn) else "newcomers_only"


async def _is_newcomer(turn: Turn) -> bool:
    if turn.staff is not None:
        return False
    if turn.first_contact:
        return True
    file = await turn.customer()
    if turn.now - min(turn.person.created_at, file.joined_at) > turn.house.rules.referrals.new_for:
        return False
    cases = select(Case.id).where(Case.person_id == turn.person.id).limit(1)
    return await turn.session.scalar(cases) is None


async def consent(turn: Turn, args: dict[str, Any]) -> None:
    """The friend says whether the recommendation may be noted."""
    if "referral" in args:
        await join(turn, int(args["referral"]), agreed=bool(args["yes"]))
        return
    referrer = await owner_of(turn, str(args["code"]))
    why = "unknown" if referrer is None else await _refusal(turn, referrer)
    if why is not None or referrer is None:
        turn.answer(f"referral.arriving.{why}", alert=True)
        return
    if not args["yes"]:
        turn.record("referral.declined")
        turn.reply("referral.arriving.declined")
        return
    await turn.customer()
    referral = Referral(
        referrer_id=referrer.id,
        friend_name=turn.person.name,
        state=ReferralState.registered,
        registered_at=turn.now,
    )
    referral.arrive(turn.person.id, turn.now)
    turn.session.add(referral)
    await turn.session.flush()
    turn.reply("referral.arriving.thanks", name=_name(turn, referrer))
    await announce(turn, referral)
    if turn.person.phone:
        await phone_known(turn, turn.person.phone)


def _name(turn: Turn, person: Person) -> str:
    return person.name or turn.text_of("referral.somebody")
