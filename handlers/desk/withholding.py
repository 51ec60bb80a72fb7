"""Withholding: an agent's words that have not reached the customer yet are kept from them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import delete, literal_column, or_, select, update

from handlers.desk import albums
from handlers.turn import Turn
from storage.inbound import Message
from storage.outbound import Copy, SendAlbum, decode_operation, encode_operation
from storage.outbox import OUTBOX, OutboxState
from storage.topic import AlbumPart


class Unsent(NamedTuple):
    """A copy on its way to the customer: it waits, is going out this moment, or is kept till it can."""

    id: int
    state: OutboxState
    body: str
    subject: dict[str, Any]

    @property
    def case_id(self) -> int:
        """The case it belongs to."""
        return int(self.subject["case"])

    @property
    def flies(self) -> bool:
        """Whether it is too late to hold it back and too early to take it back."""
        return self.state is OutboxState.sending


async def unsent(turn: Turn, messages: Collection[str]) -> list[Unsent]:
    """The copies of messages of this chat that have not arrived yet."""
    states = ("waiting", "sending", "dead")
    rows = await turn.session.execute(
        select(OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.body, OUTBOX.c.subject)
        .where(
            OUTBOX.c.account_id == turn.account.id,
            or_(*(OUTBOX.c.state == literal_column(f"'{state}'") for state in states)),
            OUTBOX.c.subject["kind"].as_string() == "relay",
            OUTBOX.c.subject["from_chat"].as_integer() == turn.chat.id,
        )
        .order_by(OUTBOX.c.id)
        .with_for_update()
    )
    found = [Unsent(*row) for row in rows]
    return [one for one in found if not set(messages).isdisjoint(one.subject["from_messages"])]


async def case_of_unsent(turn: Turn, message: str) -> int | None:
    """The case whose customer a message of this chat is still to be passed on to."""
    found = await unsent(turn, [message])
    if found:
        return found[0].case_id
    waiting: int | None = await turn.session.scalar(
        select(AlbumPart.case_id).where(
            AlbumPart.conversation_id == turn.conversation.id,
            AlbumPart.message == message,
            AlbumPart.body != "",
        )
    )
    return waiting


async def withhold(turn: Turn, messages: Collection[str]) -> list[str]:
    """Send none of these messages of this chat that can still be held back; which those were."""
    held = await _parts(turn, messages)
    for one in await unsent(turn, messages):
        if not one.flies:
            held += [message for message in one.subject["from_messages"] if message in messages]
            await _leave_out(turn, one, messages)
    return list(dict.fromkeys(held))


async def with_its_album(turn: Turn, message: Message) -> list[str]:
    """Keep back a message of this chat and all of its album that came before it; which of them were."""
    album = [part.message for part in await albums.siblings(turn, message)]
    return await withhold(turn, [*album, message.id])


async def _parts(turn: Turn, messages: Collection[str]) -> list[str]:
    """Parts of albums that wait for the rest, or for their writer's word."""
    rows = await turn.session.scalars(
        select(AlbumPart)
        .where(
            AlbumPart.conversation_id == turn.conversation.id,
            AlbumPart.message.in_(messages),
            AlbumPart.body != "",
        )
        .order_by(AlbumPart.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    waiting = rows.all()
    for part in waiting:
        part.case_id, part.body = None, ""
    await turn.session.flush()
    return [part.message for part in waiting]


async def _leave_out(turn: Turn, one: Unsent, messages: Collection[str]) -> None:
    """The rest of an album still goes out."""
    sources = one.subject["from_messages"]
    places = [place for place, message in enumerate(sources) if message not in messages]
    if not places:
        await turn.session.execute(delete(OUTBOX).where(OUTBOX.c.id == one.id))
        return
    what, rest = decode_operation(one.body), tuple(sources[place] for place in places)
    if isinstance(what, SendAlbum) and len(rest) > 1:
        what = msgspec.structs.replace(what, files=tuple(what.files[place] for place in places))
    elif isinstance(what, SendAlbum):
        what = Copy(
            turn.chat.external_id,
            rest,
            what.reply_to,
            quote=what.quote,
            quote_marks=what.quote_marks,
            quote_at=what.quote_at,
        )
    elif isinstance(what, Copy):
        what = msgspec.structs.replace(what, messages=rest)
    left = {"body": encode_operation(what), "subject": {**one.subject, "from_messages": list(rest)}}
    await turn.session.execute(update(OUTBOX).where(OUTBOX.c.id == one.id).values(**left))
