"""Claiming the inbox: the earliest waiting row of each of several conversations, each to one worker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.claim_statements import EARLIEST, FORGIVE, LOCK, MARK, READ, WINDOW
from storage.store import Store

SUSPECT_AFTER = 2
"""After so many runs that were cut off, a row runs alone."""


@dataclass(frozen=True, slots=True)
class Head:
    """The earliest waiting row of a conversation, and how many runs of it were cut off."""

    id: int
    claims: int

    @property
    def suspect(self) -> bool:
        """Whether it may be the row that brings the process down."""
        return self.claims >= SUSPECT_AFTER


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows to run now in `session`: several ordinary ones, or one suspect alone."""

    session: AsyncSession
    heads: list[Head]
    suspects_wait: bool


@asynccontextmanager
async def claimed(
    store: Store,
    machine_now: datetime,
    *,
    group: int,
    suspect_first: bool = False,
    forgive: Sequence[int] = (),
) -> AsyncIterator[Claim]:
    """A transaction with up to `group` heads, marked as begun outside of it.

    The mark outlives a crash: that is how a row that kills the process is recognised. `forgive`
    takes marks back from rows whose run ended for a reason that was not theirs.
    """
    if store.many_workers:
        async with store.begin() as session:
            found = await _lock_heads(session, machine_now, group)
            heads, suspects_wait = _choose(found, suspect_first)
            if heads or forgive:
                async with store.begin() as side:
                    await _mark(side, heads, forgive)
            yield Claim(session, heads, suspects_wait)
        return
    async with store.begin() as session:
        found = await _read_heads(session, machine_now, group)
        heads, suspects_wait = _choose(found, suspect_first)
        await _mark(session, heads, forgive)
        if not heads:
            yield Claim(session, heads, suspects_wait)
            return
    async with store.begin() as session:
        yield Claim(session, heads, suspects_wait)


def _choose(found: list[Head], suspect_first: bool) -> tuple[list[Head], bool]:
    """The rows to run, and whether suspects are left over; those take turns with the rest."""
    ordinary = [head for head in found if not head.suspect]
    suspects = [head for head in found if head.suspect]
    if suspects and (suspect_first or not ordinary):
        return suspects[:1], False
    return ordinary, bool(suspects)


async def _mark(session: AsyncSession, heads: Sequence[Head], forgive: Sequence[int]) -> None:
    if forgive:
        await session.execute(FORGIVE, {"ids": forgive})
    if heads:
        await session.execute(MARK, {"ids": [head.id for head in heads]})


async def _read_heads(session: AsyncSession, machine_now: datetime, group: int) -> list[Head]:
    heads, seen = await _read_window(session, machine_now, group, beyond=False)
    if len(heads) < group and seen == WINDOW:
        more, _ = await _read_window(session, machine_now, group - len(heads), beyond=True)
        heads += more
    return heads


async def _read_window(
    session: AsyncSession, machine_now: datetime, group: int, *, beyond: bool
) -> tuple[list[Head], int]:
    """The heads in a window, and how many rows of their conversations stand in it."""
    rows = await session.execute(READ[beyond], {"now": machine_now, "most": group})
    found = rows.all()
    return [Head(row[0], row[1]) for row in found], sum(row[2] for row in found)


async def _lock_heads(session: AsyncSession, machine_now: datetime, group: int) -> list[Head]:
    """Lock conversations first, then look for their earliest rows in a second statement.

    The second look is needed: between our snapshot and our lock another worker may have finished
    the row that seemed to be the head.
    """
    conversations, seen = await _lock_window(session, machine_now, group, beyond=False)
    if len(conversations) < group and seen == WINDOW:
        more, _ = await _lock_window(session, machine_now, group - len(conversations), beyond=True)
        conversations += more
    if not conversations:
        return []
    rows = await session.execute(EARLIEST, {"conversations": conversations})
    return [Head(row[0], row[1]) for row in rows]


async def _lock_window(
    session: AsyncSession, machine_now: datetime, group: int, *, beyond: bool
) -> tuple[list[int], int]:
    """Conversations of a window that nobody else has, locked, and how many rows stand in it."""
    locked = await session.execute(LOCK[beyond], {"now": machine_now, "considered": group * 4, "most": group})
    found = locked.all()
    return [row[0] for row in found], found[0][1] if found else WINDOW
