"""Two people naming the same friend in the same moment."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from storage.conflicts import insert_first
from storage.person import Person
from storage.referral import STANDING, Referral, ReferralState
from tests.town.clock import MONDAY_TEN

PHONE = "+8613900139000"


async def test_one_of_two_wins(store):
    """However the two transactions interleave, one registration stands."""
    async with store.begin() as session:
        session.add_all([Person(name=name, created_at=MONDAY_TEN) for name in ("Anna", "Bo")])
    async with store.read() as session:
        ids = list(await session.scalars(select(Person.id)))

    async def register(referrer: int) -> bool:
        async with store.begin() as session:
            known = await session.scalar(
                select(Referral.id).where(Referral.friend_phone == PHONE, Referral.state.in_(STANDING))
            )
            await asyncio.sleep(0)
            row = {
                "referrer_id": referrer,
                "friend_phone": PHONE,
                "state": ReferralState.registered,
                "registered_at": MONDAY_TEN,
            }
            return known is None and await insert_first(session, Referral, row)

    assert sorted(await asyncio.gather(*map(register, ids))) == [False, True]
    async with store.begin() as session:
        (standing,) = (await session.scalars(select(Referral))).all()
        standing.refuse("declined", MONDAY_TEN)
    assert await register(ids[0]), "a referral that does not stand any more is in nobody's way"
