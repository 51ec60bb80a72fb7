"""Registering a friend by name and phone. Who registers first keeps the referral."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import forms
from handlers.forms import Field, Filled, Form, Given, Kind
from handlers.turn import Turn
from storage.conflicts import insert_first
from storage.person import Person
from storage.referral import STANDING, Referral, ReferralState


async def refusal(turn: Turn, phone: str) -> str | None:
    """Why this number cannot be registered by the sender, as a word; None if it can. Names nobody."""
    if phone == turn.person.phone:
        return "self"
    referrer = await turn.session.scalar(
        select(Referral.referrer_id).where(Referral.friend_phone == phone, Referral.state.in_(STANDING))
    )
    if referrer is not None:
        return "yours" if referrer == turn.person.id else "taken"
    known = await turn.session.scalar(select(Person.id).where(Person.phone == phone).limit(1))
    return "taken" if known is not None else None


async def _check(turn: Turn, given: Given) -> str | None:
    why = await refusal(turn, given.text)
    if why is None:
        return None
    turn.record("referral.refused", reason=why)
    return f"referral.refused.{why}"


async def _register(turn: Turn, filled: Filled) -> None:
    phone = filled.text("phone")
    why = await refusal(turn, phone)
    # Two people may name the same friend in the same moment: the database lets one of them in.
    if why is None and not await insert_first(
        turn.session,
        Referral,
        {
            "referrer_id": turn.person.id,
            "friend_name": filled.text("name")[:255],
            "friend_phone": phone,
            "wants": filled.text("wants"),
            "state": ReferralState.registered,
            "registered_at": turn.now,
        },
    ):
        why = "taken"
    if why is not None:
        turn.record("referral.refused", reason=why)
        turn.reply(f"referral.refused.{why}", buttons=((turn.go("refer"),),))
        return
    await turn.customer()
    turn.record("referral.registered")
    turn.reply("referral.registered", name=filled.text("name"), buttons=((turn.go("refer"),),))


REFER = forms.declare(
    Form(
        name="refer",
        version=1,
        title="referral.title",
        fields=(
            Field("name", Kind.text, ask="referral.ask_name", label="referral.name"),
            Field("phone", Kind.phone, ask="referral.ask_phone", label="referral.phone", check=_check),
            Field("wants", Kind.text, ask="referral.ask_wants", label="referral.wants", skippable=True),
        ),
        submit=_register,
    )
)


async def register(turn: Turn, _: dict[str, Any]) -> None:
    """Begin the form."""
    await forms.start(turn, REFER.name)
