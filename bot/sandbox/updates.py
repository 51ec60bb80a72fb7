"""A bot's queue of updates: kept until confirmed, handed out again until then.

Each update is encoded once, when it happens, so that handing out a hundred costs a join of strings.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import Refused, bad

RETENTION = 24 * 3600.0
CALLBACK_RETENTION = 150.0
IDLE_WEEK = 7 * 24 * 3600.0
SAME_OFFSET_WITHIN = 0.5
MAX_TIMEOUT = 50
FUTURE = 10
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Update:
    """One encoded update with what the queue must know of it."""

    __slots__ = ("body", "expires", "id", "key", "kind")

    def __init__(self, id: int, kind: str, body: str, expires: float, key: str) -> None:
        self.id = id
        self.kind = kind
        self.body = body
        self.expires = expires
        self.key = key


class UpdateQueue:
    """Pending updates of one bot, and the one poller that may wait for them."""

    def __init__(
        self, machine: Callable[[], float], *, first_id: int, slow_repeats: bool = True, at_most: int
    ) -> None:
        self.machine = machine
        self.slow_repeats = slow_repeats
        self.at_most = at_most
        self.pending: OrderedDict[int, Update] = OrderedDict()
        self.allowed: frozenset[str] | None = None
        self.next_id = first_id
        self.on_put: Callable[[Update], None] | None = None
        self._last_put = machine()
        self._waiting: asyncio.Future[str] | None = None
        self._last_offset: int | None = None
        self._finished = float("-inf")
        self._soonest = float("inf")

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are delivered under the sticky `allowed_updates`."""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: list[Any] | None) -> None:
        """Take a new `allowed_updates`; None keeps the former, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(str(kind) for kind in kinds) or None

    def put(self, kind: str, payload: Any, key: str) -> int | None:
        """Queue an update; returns its id, or None when this kind isn't wanted."""
        if not self.wants(kind):
            return None
        update_id = self._take_id()
        body = f'{{"update_id":{update_id},"{kind}":{encode(payload)}}}'
        self._store(update_id, kind, body, key)
        return update_id

    def put_raw(self, fields: dict[str, Any], key: str = "raw") -> int:
        """Queue anything at all under a fresh update id, decodable or not."""
        update_id = self._take_id()
        body = encode({"update_id": update_id} | fields)
        self._store(update_id, "raw", body, key)
        return update_id

    def _take_id(self) -> int:
        now = self.machine()
        if now - self._last_put > IDLE_WEEK:
            self.next_id = random.randint(1, 900_000_000)
        self._last_put = now
        taken, self.next_id = self.next_id, self.next_id + 1
        return taken

    def _store(self, update_id: int, kind: str, body: str, key: str) -> None:
        expires = self.machine() + (CALLBACK_RETENTION if kind == "callback_query" else RETENTION)
        self._soonest = min(self._soonest, expires)
        update = Update(update_id, kind, body, expires, key)
        self.pending[update_id] = update
        if len(self.pending) > self.at_most:
            self.pending.popitem(last=False)
        if self.on_put is not None:
            self.on_put(update)
        elif self._waiting is not None and not self._waiting.done():
            self._waiting.set_result("update")

    def restart_at(self, update_id: int) -> None:
        """Let the next update have this id, as after an idle week."""
        self.next_id = update_id

    def drop_expired(self) -> None:
        """Forget what Telegram would no longer keep."""
        now = self.machine()
        if now < self._soonest:
            return
        for update in [update for update in self.pending.values() if update.expires <= now]:
            del self.pending[update.id]
        self._soonest = min((update.expires for update in self.pending.values()), default=float("inf"))

    def clear(self) -> None:
        """Forget everything pending."""
        self.pending.clear()

    def confirm(self, offset: int) -> None:
        """Apply an offset: forget what it confirms.

        Zero confirms nothing; an offset far above the newest id is no valid one and confirms nothing;
        a negative one keeps that many of the newest.
        """
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popitem(last=False)
        elif 0 < offset <= self.next_id + FUTURE:
            while self.pending and next(iter(self.pending)) < offset:
                self.pending.popitem(last=False)

    def interrupt(self, why: str) -> None:
        """End the waiting poll: `why` names what took over."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(why)

    async def poll(self, offset: int, limit: int, timeout: int) -> str:
        """One getUpdates: the JSON array of updates, waiting up to `timeout` seconds for the first."""
        self.interrupt("getUpdates")
        now = self.machine()
        if self.slow_repeats and offset == self._last_offset and now < self._finished + SAME_OFFSET_WITHIN:
            limit = 1
        self._last_offset = offset
        self.drop_expired()
        self.confirm(offset)
        if not self.pending and timeout > 0:
            await self._wait(min(timeout, MAX_TIMEOUT))
            self.drop_expired()
        self._finished = self.machine()
        bodies = []
        for update in self.pending.values():
            bodies.append(update.body)
            if len(bodies) == limit:
                break
        return f"[{','.join(bodies)}]"

    async def _wait(self, timeout: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        timer = asyncio.get_running_loop().call_later(timeout, _expire, waiting)
        try:
            why = await waiting
        finally:
            timer.cancel()
            if self._waiting is waiting:
                self._waiting = None
        if why == "getUpdates":
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        if why == "setWebhook":
            raise Refused(409, "Conflict: terminated by setWebhook request")
        if why == "revoke":
            raise Refused(401, "Unauthorized")
        if why == "stop":
            raise Refused(502, "Bad Gateway")


def _expire(waiting: asyncio.Future[str]) -> None:
    if not waiting.done():
        waiting.set_result("timeout")


def poll_arguments(params: dict[str, Any]) -> tuple[int, int, int]:
    """offset, limit and timeout with Telegram's defaults and bounds."""
    limit = params.get("limit", 100)
    timeout = params.get("timeout", 0)
    if timeout < 0:
        raise bad("timeout must be non-negative")
    return params.get("offset", 0), min(max(limit, 1), 100) if limit else 100, min(timeout, MAX_TIMEOUT)
