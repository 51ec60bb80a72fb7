"""What will be sent: claimed rows with their content as it is now, or settled without a request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from bot.choosing import Chooser
from handlers import delivery
from handlers.house import House
from handlers.scene import Scene
from storage.outbound import (
    Card,
    Copy,
    Mirror,
    Operation,
    Outbound,
    SendFile,
    SendText,
    Title,
    decode_operation,
)
from storage.outbox import OutboxState
from storage.sending import IN_ONE, Owed, finish


class Preparer:
    """Makes claimed rows of one account ready to go out."""

    def __init__(
        self,
        account_id: int,
        house: House,
        chooser: Chooser,
        *,
        now: Callable[[], datetime],
        machine: Callable[[], datetime],
    ) -> None:
        self._account = account_id
        self._house = house
        self._chooser = chooser
        self._now = now
        self._machine = machine

    async def prepare(self, session: AsyncSession, claimed: list[Owed]) -> list[tuple[Owed, Outbound]]:
        """What will be sent. Too late, or to a chat that cannot be reached: settled without a request."""
        ready: list[tuple[Owed, Outbound]] = []
        scene = Scene(session, self._now(), self._house)
        late: list[int] = []
        for owed in claimed:
            what = decode_operation(owed.body)
            if owed.expires_at is not None and owed.expires_at < scene.now:
                late.append(owed.id)
            elif owed.unreachable is not None:
                await finish(session, [owed.id], OutboxState.dead, self._machine(), owed.unreachable)
                await delivery.failed(scene, owed, what, owed.unreachable)
            elif isinstance(what, Mirror) and not await self._chooser.fits(
                session, owed, what, _before(ready)
            ):
                # Looked at first, because showing an edit may owe more than one operation.
                continue
            else:
                rendered: Operation | None = what
                if isinstance(what, Card | Mirror | Title):
                    rendered = await delivery.render(scene, owed, what)
                elif (
                    isinstance(what, SendText)
                    and owed.topic_id is not None
                    and await self._chooser.short(session, owed)
                ):
                    rendered, others = await delivery.in_one(scene, owed, what)
                    await finish(session, others, OutboxState.expired, self._machine(), IN_ONE)
                elif isinstance(what, SendFile):
                    rendered = await delivery.placed(scene, self._account, what)
                if rendered is None and isinstance(what, SendFile):
                    await finish(session, [owed.id], OutboxState.dead, self._machine(), "file_gone")
                    await delivery.failed(scene, owed, what, "file_gone")
                elif rendered is None:
                    late.append(owed.id)
                elif isinstance(what, Mirror) or await self._chooser.fits(
                    session, owed, rendered, _before(ready)
                ):
                    ready.append((owed, Outbound(_anchored(owed, rendered), owed.chat, owed.thread)))
        await finish(session, late, OutboxState.expired, self._machine())
        await session.flush()
        await scene.effects.write(session)
        return ready


def _anchored(owed: Owed, what: Operation) -> Operation:
    """What begins a case where there are no topics was written before its card was there to reply to."""
    if owed.anchor is not None and isinstance(what, SendText | Copy) and what.reply_to is None:
        return replace(what, reply_to=owed.anchor)
    return what


def _before(ready: list[tuple[Owed, Outbound]]) -> list[Operation]:
    return [outbound.what for _, outbound in ready]
