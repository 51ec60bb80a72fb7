"""Receive: what a channel delivered becomes inbox rows before it is confirmed."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import bindparam, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateways.contract import Arrival
from storage.account import Chat, Conversation
from storage.among import among
from storage.conflicts import insert_new
from storage.inbound import ChatRef, Inbound, encode_inbound
from storage.inbox import INBOX, PARKED, ParkedUpdate
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("receive")

REMEMBERED = 20_000

_SEEN = union_all(
    *(
        select(table.c.update_id, table.c.digest).where(
            table.c.account_id == bindparam("account"),
            among(table.c.update_id, "ids"),
        )
        for table in (INBOX, PARKED)
    )
)
"""The updates of an account that were accepted before, with what they said."""
_THERE = (
    select(Chat.external_id, Conversation.thread, Chat.kind, Chat.title, Chat.forum, Conversation.id)
    .join(Conversation, Conversation.chat_id == Chat.id)
    .where(
        Chat.account_id == bindparam("account"),
        among(Chat.__table__.c.external_id, "chats"),
        among(Conversation.__table__.c.thread, "threads"),
    )
)

Alert = Callable[[AsyncSession, int, str], Awaitable[None]]
"""Tell staff about a parked update: (session, parked id, reason)."""


class Receiver:
    """Accepts arrivals of one account. `accept` returns only after they are committed."""

    def __init__(
        self,
        store: Store,
        account_id: int,
        *,
        machine: Callable[[], datetime],
        alert: Alert,
        accepted: Callable[[], None],
    ) -> None:
        self._store = store
        self._account = account_id
        self._machine = machine
        self._alert = alert
        self._accepted = accepted
        self.storing = asyncio.Lock()
        """Held while arrivals are being stored."""
        self._known: OrderedDict[tuple[str, str], tuple[int, ChatRef]] = OrderedDict()

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Store what is new of these arrivals, in their order. What is there already is not stored again.

        Raises ConnectionError while the database is away: then they must not be confirmed. What alone
        cannot be stored is set aside, so that it does not hold up everything behind it.
        """
        try:
            async with self.storing:
                await self._store_new(arrivals)
        except Exception as error:
            if is_transient(error):
                raise ConnectionError(type(error).__name__) from error
            if len(arrivals) > 1:
                for arrival in arrivals:
                    await self.accept([arrival])
                return
            log.exception("update.not_storable")
            async with self.storing:
                await self._store_new([_set_aside(arrival, error) for arrival in arrivals])

    async def _store_new(self, arrivals: Sequence[Arrival]) -> None:
        async with self._store.begin() as session:
            new = await self._new(session, arrivals)
            readable = [arrival for arrival in new if arrival.inbound is not None]
            places = await self._places(session, [a.inbound for a in readable if a.inbound is not None])
            now = self._machine()
            rows = [self._row(arrival, places, now) for arrival in readable]
            await insert_new(session, INBOX, rows)
            for arrival in new:
                if arrival.inbound is None:
                    await self._park(session, arrival, now)
        self._remember(places, readable)
        self._accepted()

    async def _new(self, session: AsyncSession, arrivals: Sequence[Arrival]) -> list[Arrival]:
        ids = [arrival.update for arrival in arrivals if arrival.update is not None]
        found = await session.execute(_SEEN, {"account": self._account, "ids": ids})
        there = {(row[0], row[1]) for row in found}
        used = {update for update, _ in there}
        new: list[Arrival] = []
        for arrival in arrivals:
            key = (arrival.update, arrival.digest)
            if key in there:
                continue
            if arrival.update in used:
                # Ids may restart after a quiet week; the content tells that it is another update.
                log.warning("update.id_reused", update=arrival.update)
            there.add(key)
            new.append(arrival)
        return new

    def _row(self, arrival: Arrival, places: dict[tuple[str, str], int], now: datetime) -> dict[str, Any]:
        inbound = arrival.inbound
        if inbound is None:
            raise ValueError("only readable arrivals become inbox rows")
        return {
            "account_id": self._account,
            "update_id": arrival.update,
            "digest": arrival.digest,
            "conversation_id": places[_place(inbound)],
            "sender": inbound.sender.id if inbound.sender else None,
            "body": encode_inbound(inbound),
            "accepted_at": now,
            "failures": 0,
            "claims": 0,
        }

    async def _park(self, session: AsyncSession, arrival: Arrival, now: datetime) -> None:
        log.error("update.undecodable", update=arrival.update, problem=arrival.problem)
        parked = ParkedUpdate(
            account_id=self._account,
            update_id=arrival.update,
            digest=arrival.digest,
            reason="undecodable",
            error=arrival.problem,
            body=arrival.raw,
            parked_at=now,
        )
        session.add(parked)
        await session.flush()
        await self._alert(session, parked.id, "undecodable")

    async def _places(self, session: AsyncSession, inbounds: Iterable[Inbound]) -> dict[tuple[str, str], int]:
        """The conversation of every inbound, made where there is none yet."""
        places: dict[tuple[str, str], int] = {}
        fresh: dict[tuple[str, str], ChatRef] = {}
        for inbound in inbounds:
            place = _place(inbound)
            known = self._known.get(place)
            if known is not None and known[1] == inbound.chat:
                places[place] = known[0]
            else:
                fresh[place] = inbound.chat
        if fresh:
            places |= await open_conversations(session, self._account, fresh)
        return places

    def _remember(self, places: dict[tuple[str, str], int], arrivals: Iterable[Arrival]) -> None:
        for arrival in arrivals:
            if arrival.inbound is not None:
                place = _place(arrival.inbound)
                self._known[place] = (places[place], arrival.inbound.chat)
                self._known.move_to_end(place)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def forget(self) -> None:
        """Look conversations up again (a group has moved)."""
        self._known.clear()


def _set_aside(arrival: Arrival, error: Exception) -> Arrival:
    """The same as something nobody can read: a person looks at it."""
    raw = arrival.raw or (encode_inbound(arrival.inbound) if arrival.inbound else "")
    return replace(arrival, inbound=None, raw=raw, problem=type(error).__name__)


def _place(inbound: Inbound) -> tuple[str, str]:
    return inbound.chat.id, inbound.thread or ""


async def open_conversations(
    session: AsyncSession, account_id: int, places: dict[tuple[str, str], ChatRef]
) -> dict[tuple[str, str], int]:
    """The conversations of these (chat, thread) pairs, with their chats, made where they are missing."""
    wanted = {
        "account": account_id,
        "chats": [chat for chat, _ in places],
        "threads": list({thread for _, thread in places}),
    }
    found = {
        (row[0], row[1]): row[5]
        for row in await session.execute(_THERE, wanted)
        if (ref := places.get((row[0], row[1]))) is not None and _is_as_said(ref, *row[2:5])
    }
    left = {place: ref for place, ref in places.items() if place not in found}
    return found | await _make_conversations(session, account_id, left) if left else found


def _is_as_said(ref: ChatRef, kind: str, title: str, forum: bool) -> bool:
    """Whether the row of a chat says what the channel says of it."""
    return ref.kind == "elsewhere" or (kind == ref.kind and forum == ref.forum and ref.title in {"", title})


async def _make_conversations(
    session: AsyncSession, account_id: int, places: dict[tuple[str, str], ChatRef]
) -> dict[tuple[str, str], int]:
    """The same, with every chat and conversation written that is missing, or changed."""
    refs = {ref.id: ref for ref in places.values()}
    await insert_new(
        session,
        Chat,
        [
            {
                "account_id": account_id,
                "external_id": ref.id,
                "kind": ref.kind,
                "title": ref.title,
                "forum": ref.forum,
            }
            for _, ref in sorted(refs.items())
        ],
    )
    found = await session.scalars(
        select(Chat).where(Chat.account_id == account_id, Chat.external_id.in_(refs))
    )
    chats = {chat.external_id: chat for chat in found}
    for ref in refs.values():
        chat = chats[ref.id]
        if ref.kind != "elsewhere":
            chat.title, chat.forum, chat.kind = ref.title or chat.title, ref.forum, ref.kind
    wanted = [
        {"chat_id": chats[ref.id].id, "thread": thread, "memory": {}} for (_, thread), ref in places.items()
    ]
    await insert_new(session, Conversation, sorted(wanted, key=lambda row: (row["chat_id"], row["thread"])))
    rows = await session.execute(
        select(Conversation.id, Conversation.chat_id, Conversation.thread).where(
            Conversation.chat_id.in_({chat.id for chat in chats.values()}),
            Conversation.thread.in_({thread for _, thread in places}),
        )
    )
    by_chat = {(chat_id, thread): conversation_id for conversation_id, chat_id, thread in rows}
    return {place: by_chat[(chats[place[0]].id, place[1])] for place in places}
