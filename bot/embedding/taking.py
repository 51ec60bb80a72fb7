"""Which updates of another program's bot are the front line's."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from bot.gateways.telegram_buttons import is_ours
from bot.gateways.telegram_reading import read_update
from handlers.routing.tables import IN_GROUPS
from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.inbound import Message
from storage.store import Store

LOOK_AGAIN_SECONDS = 10.0


class Taking:
    """Private chats, the groups bound to departments, our own buttons; nothing else."""

    def __init__(
        self, store: Store, account_id: int, *, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._account = account_id
        self._seconds = seconds
        self._groups: frozenset[str] = frozenset()
        self._looked_at = -LOOK_AGAIN_SECONDS

    async def wants(self, raw: Mapping[str, Any]) -> bool:
        """Whether an update is ours, provided that nobody else has handled it."""
        if "callback_query" in raw:
            return is_ours(raw)
        inbound = read_update(raw).inbound
        if inbound is None or inbound.chat.kind == "elsewhere":
            return False
        if inbound.chat.kind == "private":
            return True
        if isinstance(inbound.what, Message) and _command(inbound.what.text) in IN_GROUPS:
            # What binds a group comes from a group that is not bound yet.
            self._looked_at = -LOOK_AGAIN_SECONDS
            return _command(inbound.what.text) == "department" or await self._bound(inbound.chat.id)
        return await self._bound(inbound.chat.id)

    async def _bound(self, chat: str) -> bool:
        if chat not in self._groups and self._seconds() - self._looked_at >= LOOK_AGAIN_SECONDS:
            async with self._store.read() as session:
                found = await session.scalars(
                    select(Chat.external_id)
                    .join(DepartmentGroup, DepartmentGroup.chat_id == Chat.id)
                    .where(Chat.account_id == self._account)
                )
                self._groups = frozenset(found)
            self._looked_at = self._seconds()
        return chat in self._groups


def _command(text: str) -> str:
    if not text.startswith("/"):
        return ""
    return text[1:].split(maxsplit=1)[0].partition("@")[0].lower() if len(text) > 1 else ""
