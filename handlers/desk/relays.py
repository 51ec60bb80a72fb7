"""Which message is the copy of which, across the customer's chat and the agents' group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.case import Case
from storage.topic import AlbumPart, Relay

RECEIPT = "👌"
"""Under a message: it was passed on. Nothing more is claimed."""
MOST_IN_ALBUM = 10
"""The channel puts no more into one album."""


class OtherEnd(NamedTuple):
    """The counterpart of a message on the other side."""

    case_id: int
    chat_id: int
    message: str


def relay_subject(
    case_id: int, from_chat: int, messages: Sequence[str], to_chat: int, part: int = 0
) -> dict[str, Any]:
    """What the sender records once the copies are delivered. `part` counts what one message became."""
    return {
        "kind": "relay",
        "case": case_id,
        "from_chat": from_chat,
        "from_messages": list(messages),
        "to_chat": to_chat,
        "part": part,
    }


async def other_end(session: AsyncSession, chat_id: int, message: str | None) -> OtherEnd | None:
    """The counterpart of a message that was passed on, seen from either side."""
    if message is None:
        return None
    relay = await session.scalar(
        select(Relay)
        .where(
            or_(
                and_(Relay.from_chat_id == chat_id, Relay.from_message == message),
                and_(Relay.to_chat_id == chat_id, Relay.to_message == message),
            )
        )
        .order_by(Relay.id.desc())
        .limit(1)
    )
    if relay is None:
        return None
    if relay.from_chat_id == chat_id and relay.from_message == message:
        return OtherEnd(relay.case_id, relay.to_chat_id, relay.to_message)
    return OtherEnd(relay.case_id, relay.from_chat_id, relay.from_message)


async def copies_of(session: AsyncSession, chat_id: int, message: str) -> list[Relay]:
    """Where a message was passed on to."""
    rows = await session.scalars(
        select(Relay).where(Relay.from_chat_id == chat_id, Relay.from_message == message).order_by(Relay.id)
    )
    return list(rows)


async def reply_over_there(
    session: AsyncSession, chat_id: int, reply_to: str | None, there: int
) -> str | None:
    """The message in the chat `there` that a reply here is meant for."""
    end = await other_end(session, chat_id, reply_to)
    return end.message if end is not None and end.chat_id == there else None


async def locked_case(session: AsyncSession, case_id: int) -> Case:
    """A case as it stands now, and nobody else changes it before we are done.

    One that was merged is the case it goes on as: whatever still names the old one means that.
    """
    found = await session.scalars(
        select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    )
    case = found.one()
    return case if case.merged_into_id is None else await locked_case(session, case.merged_into_id)


async def together(
    session: AsyncSession, conversation_id: int, messages: Sequence[str]
) -> list[tuple[str, ...]]:
    """These messages of a conversation in their order, those of one album side by side in one group."""
    rows = await session.execute(
        select(AlbumPart.message, AlbumPart.album).where(
            AlbumPart.conversation_id == conversation_id, AlbumPart.message.in_(messages)
        )
    )
    album_of = {row[0]: row[1] for row in rows}
    groups: dict[str, list[str]] = {}
    for message in dict.fromkeys(messages):
        groups.setdefault(album_of.get(message) or f"alone {message}", []).append(message)
    return [
        tuple(group[start : start + MOST_IN_ALBUM])
        for group in groups.values()
        for start in range(0, len(group), MOST_IN_ALBUM)
    ]
