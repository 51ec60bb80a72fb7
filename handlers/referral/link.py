"""The personal link of a customer."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from sqlalchemy import select

from handlers.turn import Turn
from storage.conflicts import insert_new
from storage.person import Person
from storage.referral import ReferralCode

PREFIX = "r_"


async def code_of(turn: Turn) -> str:
    """The sender's code; made the first time it is asked for."""
    mine = select(ReferralCode.code).where(ReferralCode.person_id == turn.person.id)
    if (code := await turn.session.scalar(mine)) is not None:
        return str(code)
    row = {"code": secrets.token_hex(5), "person_id": turn.person.id}
    await insert_new(turn.session, ReferralCode, [row])
    return str(await turn.session.scalar(mine))


async def link_of(turn: Turn) -> str:
    """The link by which a friend comes to the bot with the sender's code."""
    username = turn.house.bot_username or turn.account.username
    return f"https://t.me/{username}?start={PREFIX}{await code_of(turn)}"


def sharing(link: str, words: str) -> str:
    """A link that opens the channel's own window for sending something on."""
    return f"https://t.me/share/url?{urlencode({'url': link, 'text': words})}"


async def owner_of(turn: Turn, code: str) -> Person | None:
    """Whose code it is."""
    found: Person | None = await turn.session.scalar(
        select(Person)
        .join(ReferralCode, ReferralCode.person_id == Person.id)
        .where(ReferralCode.code == code)
    )
    return found
