"""Messages that were set aside: looking at them, trying them again, letting them go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateways.telegram_reading import read_update
from bot.receive import open_conversations
from storage.inbound import Inbound, decode_inbound, encode_inbound
from storage.inbox import InboxRow, ParkedUpdate
from storage.store import Store

UNREADABLE = "undecodable"


class NotParked(Exception):
    """No such message is set aside (any more)."""


class StillUnreadable(Exception):
    """This version cannot read the message either."""


async def waiting(store: Store, limit: int = 100) -> Sequence[ParkedUpdate]:
    """What is set aside, oldest first."""
    async with store.read() as session:
        found = await session.scalars(
            select(ParkedUpdate)
            .where(ParkedUpdate.released_at.is_(None))
            .order_by(ParkedUpdate.id)
            .limit(limit)
        )
        return found.all()


async def count(session: AsyncSession) -> int:
    """How many messages are set aside."""
    found = await session.scalar(
        select(func.count()).select_from(ParkedUpdate).where(ParkedUpdate.released_at.is_(None))
    )
    return found or 0


async def one(store: Store, number: int) -> ParkedUpdate:
    """One message set aside. Raises NotParked."""
    async with store.read() as session:
        return await _get(session, number)


async def retry(store: Store, number: int, machine_now: datetime) -> None:
    """Put it back into the inbox, behind what its chat has written since. Raises NotParked, StillUnreadable.

    If it fails again it is set aside again, under a new number.
    """
    async with store.begin() as session:
        parked = await _get(session, number)
        inbound = _inbound(parked)
        if parked.conversation_id is None:
            place = (inbound.chat.id, inbound.thread or "")
            places = await open_conversations(session, parked.account_id, {place: inbound.chat})
            parked.conversation_id = places[place]
        session.add(
            InboxRow(
                account_id=parked.account_id,
                update_id=parked.update_id or 0,
                digest=f"again:{number}",
                conversation_id=parked.conversation_id,
                sender=inbound.sender.id if inbound.sender else None,
                body=encode_inbound(inbound),
                accepted_at=machine_now,
            )
        )
        parked.released_at = machine_now


async def drop(store: Store, number: int, machine_now: datetime) -> None:
    """Let it go: its words are erased, that it was there stays on record. Raises NotParked."""
    async with store.begin() as session:
        parked = await _get(session, number)
        parked.body = ""
        parked.released_at = machine_now


def _inbound(parked: ParkedUpdate) -> Inbound:
    if parked.reason != UNREADABLE:
        return decode_inbound(parked.body)
    inbound = read_update(msgspec.json.decode(parked.body)).inbound
    if inbound is None:
        raise StillUnreadable
    return inbound


async def _get(session: AsyncSession, number: int) -> ParkedUpdate:
    parked = await session.get(ParkedUpdate, number)
    if parked is None or parked.released_at is not None:
        raise NotParked(str(number))
    return parked
