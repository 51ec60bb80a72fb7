"""Two processes that both think the clock is theirs: what is due happens once all the same."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from bot.app import App
from bot.pace import UNLIMITED
from storage.event import Event
from tests.town.town import Town


async def test_a_digest_is_sent_once_by_two_clocks(town: Town) -> None:
    """A lease lost a moment ago is no reason for a second one: the first to write the slot has it."""
    boss = await town.manager()
    other = App(
        town.store, town.app.gateway, town.house, town.app.account, clock=town.clock, limits=UNLIMITED
    )
    for _ in range(3):
        town.clock.move(timedelta(days=1))
        await asyncio.gather(town.app.ticker.tick(), other.ticker.tick())
        await town.settle()
    async with town.store.read() as session:
        sent = await session.scalar(select(func.count()).where(Event.verb == "digest.sent"))
    assert sent == 2, "the first day has no yesterday to tell of"
    assert len([text for text in boss.texts if text.startswith("📋")]) == 2
