"""Figures that are looked up when somebody asks: what waits, what this process has, what it takes."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from bot import parked
from bot.metrics import catalogue
from bot.metrics.exposition import Gauges
from storage.inbox import INBOX
from storage.lease import Lease
from storage.outbox import OUTBOX, OutboxState
from storage.store import Store

_OWED = (OutboxState.waiting, OutboxState.sending)


async def waiting(store: Store, machine_now: datetime, holder: str) -> Gauges:
    """What waits in the database, and which duties are ours."""
    async with store.read() as session:
        inbox, oldest = (
            await session.execute(
                select(func.count(), func.min(INBOX.c.accepted_at)).where(INBOX.c.finished_at.is_(None))
            )
        ).one()
        owed = await session.scalar(select(func.count()).select_from(OUTBOX).where(OUTBOX.c.state.in_(_OWED)))
        aside = await parked.count(session)
        leases = await session.execute(select(Lease.duty, Lease.holder, Lease.until))
        duties = {
            duty.partition(":")[0]: holds == holder and until > machine_now for duty, holds, until in leases
        }
    found: dict[tuple[catalogue.Figure, str], float] = {
        (catalogue.INBOX_WAITING, ""): inbox,
        (catalogue.INBOX_OLDEST, ""): max((machine_now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        (catalogue.OUTBOX_WAITING, ""): owed or 0,
        (catalogue.PARKED_WAITING, ""): aside,
    }
    for duty, held in duties.items():
        found[catalogue.LEASED, duty] = int(held)
    return found


def process() -> Gauges:
    """What the process takes."""
    found: dict[tuple[catalogue.Figure, str], float] = {(catalogue.CPU, ""): round(time.process_time(), 3)}
    statm = Path("/proc/self/statm")
    if statm.exists():
        found[catalogue.MEMORY, ""] = int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return found
