"""Telling those whom a referral concerns: the referrer, and the managers who decide."""

from __future__ import annotations

from sqlalchemy import select

from handlers.forms import mask_phone
from handlers.scene import Scene
from handlers.turn import Turn
from storage.outbound import Button
from storage.person import Customer, Person
from storage.referral import Referral


async def announce(turn: Turn, referral: Referral) -> None:
    """A friend has arrived: the referrer hears it, a manager is asked."""
    turn.record("referral.arrived", referral=referral.id)
    language = turn.house.default_language
    buttons = tuple(
        turn.button(
            turn.say(language, f"referral.button.{verb}"),
            f"referral.{verb}",
            "managers",
            referral=referral.id,
        )
        for verb in ("approve", "reject")
    )
    referrer, friend, phone = await described(turn, referral, language)
    await turn.tell_managers(
        "referral.manager.arrived", buttons=(buttons,), referrer=referrer, friend=friend, phone=phone
    )
    await tell_referrer(turn, referral, "referral.told.arrived")


async def described(scene: Scene, referral: Referral, language: str) -> tuple[str, str, str]:
    """Referrer, friend and masked phone, as a manager reads them."""
    referrer = await scene.session.get_one(Person, referral.referrer_id)
    friend = referral.friend_name or scene.say(language, "referral.a_friend")
    phone = mask_phone(referral.friend_phone) if referral.friend_phone else "–"
    return referrer.name or scene.say(language, "referral.somebody"), friend, phone


async def tell_referrer(scene: Scene, referral: Referral, key: str, *, ask: bool = False) -> None:
    """Say something about the referral to the one who made it, where they are reached."""
    file = await scene.session.scalar(select(Customer).where(Customer.person_id == referral.referrer_id))
    if file is None or file.conversation_id is None:
        return
    person = await scene.session.get_one(Person, referral.referrer_id)
    buttons = ((Button(scene.say(person.language, "menu.human"), "go:human"),),) if ask else ()
    await scene.tell(
        file.conversation_id,
        person,
        key,
        buttons=buttons,
        name=referral.friend_name or scene.say(person.language, "referral.a_friend"),
    )
