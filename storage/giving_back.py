"""Giving back: rows that were claimed and not sent wait again, if nobody else has claimed them since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.account import Chat
from storage.among import among
from storage.outbox import OUTBOX, OutboxState
from storage.sending import IS_SENDING, IS_WAITING, Owed, finish

COALESCED = "coalesced"
"""The error of a row that a newer one of the same key has made needless."""

_TRIES = (
    select(OUTBOX.c.id, OUTBOX.c.attempts)
    .where(among(OUTBOX.c.id, "ids"), IS_SENDING)
    .with_for_update(skip_locked=True)
)


async def put_back(
    session: AsyncSession, owed: Owed, machine_now: datetime, chat_waits_until: datetime | None
) -> None:
    """Not sent: the row waits again, and with it everything else for its chat until then.

    Another row of the same coalescing key may have been written meanwhile; then that one is enough. And a
    row that somebody has claimed anew since is theirs.
    """
    row = (await session.execute(select(OUTBOX.c.coalesce_key).where(*_as_claimed(owed)))).first()
    key = row[0] if row else None
    newer = None
    if key is not None:
        newer = await session.scalar(select(OUTBOX.c.id).where(OUTBOX.c.coalesce_key == key, IS_WAITING))
    if newer is not None:
        await finish(session, [owed.id], OutboxState.expired, machine_now, COALESCED)
    else:
        await session.execute(
            update(OUTBOX)
            .where(*_as_claimed(owed))
            .values(
                state=OutboxState.waiting,
                lease_until=None,
                next_attempt_at=chat_waits_until if owed.chat_id is None else None,
            )
        )
    if owed.chat_id is not None and chat_waits_until is not None:
        await session.execute(update(Chat).where(Chat.id == owed.chat_id).values(send_after=chat_waits_until))


async def give_back(session: AsyncSession, claimed: Sequence[Owed], machine_now: datetime) -> None:
    """These were claimed and are not sent after all: they wait again, but for those claimed anew since."""
    if claimed:
        ids, tries = [owed.id for owed in claimed], {owed.id: owed.attempts + 1 for owed in claimed}
        marked = await session.execute(_TRIES, {"ids": ids})
        await rescue(session, [row[0] for row in marked if row[1] == tries[row[0]]], machine_now)


async def is_ours(session: AsyncSession, owed: Owed) -> bool:
    """Whether nobody has claimed a row anew since the claim that gave us this."""
    return await session.scalar(select(OUTBOX.c.id).where(*_as_claimed(owed))) is not None


def _as_claimed(owed: Owed) -> tuple[ColumnElement[bool], ...]:
    """The row, if it is still marked by the claim that gave us this, and by no later one.

    Another process may have taken the duty over and claimed it again, and know it to be said already.
    """
    return OUTBOX.c.id == owed.id, IS_SENDING, OUTBOX.c.attempts == owed.attempts + 1


async def being_sent(session: AsyncSession, account_id: int) -> set[int]:
    """The rows of an account that are marked as being sent."""
    found = await session.scalars(select(OUTBOX.c.id).where(OUTBOX.c.account_id == account_id, IS_SENDING))
    return set(found)


async def rescue(session: AsyncSession, ids: Collection[int], machine_now: datetime) -> int:
    """These rows, which nobody is sending any more, wait again. Only for the one process that may send.

    A row that is locked is left out, for the next time: it is locked by a process that was frozen while it
    wrote down what became of it, and to wait for the end of that would hold up everybody. Tells how many.
    """
    if not ids:
        # Each look of the sender comes by here, nearly always with nothing.
        return 0
    free = select(OUTBOX.c.id).where(among(OUTBOX.c.id, "ids"), IS_SENDING).with_for_update(skip_locked=True)
    ids = list(await session.scalars(free, {"ids": ids}))
    newer = select(OUTBOX.c.coalesce_key).where(IS_WAITING, OUTBOX.c.coalesce_key.is_not(None))
    if ids:
        enough = OUTBOX.c.id.in_(ids), OUTBOX.c.coalesce_key.in_(newer)
        await finish(
            session,
            list(await session.scalars(select(OUTBOX.c.id).where(*enough))),
            OutboxState.expired,
            machine_now,
            COALESCED,
        )
        await session.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id.in_(ids), OUTBOX.c.state == OutboxState.sending)
            .values(state=OutboxState.waiting, lease_until=None)
        )
    return len(ids)
