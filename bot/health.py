"""Whether a Frontline works on this database right now: somebody keeps the leases renewed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from bot.settings import Settings
from bot.store_opening import open_store
from storage.lease import Lease


async def is_alive(settings: Settings, machine_now: datetime) -> bool:
    """Whether polling is leased to a process that has renewed its lease lately."""
    store = open_store(settings)
    try:
        async with store.read() as session:
            fresh = await session.scalar(
                select(func.count())
                .select_from(Lease)
                .where(Lease.until > machine_now, Lease.duty.like("poll:%"))
            )
        return bool(fresh)
    finally:
        await store.close()
