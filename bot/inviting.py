"""Making an invitation from the command line, as a manager does it in the chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.clock.clocks import Clock
from bot.clock.following import is_here, look_once
from bot.house_building import build_house
from bot.opening import CannotRun, identify, open_gateway, opened
from bot.settings import Settings
from handlers.scene import Scene
from handlers.staff import invite, link
from storage.account import Account
from storage.errors import Unknown
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in for one person: the link, what to send where links do not work, and until when it is good."""

    link: str
    words: str
    until: datetime
    sandbox: bool


async def make_invitation(settings: Settings, role: str, department: str | None) -> Invitation:
    """Make an invitation. Raises CannotRun for a department that is not there."""
    house = build_house(settings, with_faq=False)
    clock = Clock()
    await look_once(clock, settings.telegram.api_base)
    async with opened(settings) as store:
        username = await _username(settings, store)
        now = clock.now()
        async with store.begin() as session:
            scene = Scene(session, now, house)
            try:
                token = await invite(scene, role, department, None, now)
            except Unknown:
                known = ", ".join(plan.key for plan in house.departments)
                raise CannotRun(f"There is no department {department!r}. There are: {known}") from None
            await scene.effects.write(session)
    way_in = link(username, token)
    return Invitation(
        link=way_in,
        words=f"/start {way_in.partition('?start=')[2]}",
        until=(now + house.rules.staff.invite_valid).astimezone(house.zone),
        sandbox=is_here(settings.telegram.api_base),
    )


async def _username(settings: Settings, store: Store) -> str:
    """The bot's name: as its token tells; only without a token as the database remembers it."""
    if not settings.telegram.token.get_secret_value():
        async with store.read() as session:
            known = await session.scalar(select(Account.username).order_by(Account.id.desc()).limit(1))
        if known:
            return known
    gateway = open_gateway(settings)
    try:
        identity = await identify(gateway)
    finally:
        await gateway.close()
    if identity is None:
        raise CannotRun("Telegram does not say who the bot is.")
    return identity.username
