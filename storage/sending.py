"""Claiming the outbox: the next row of each of several chats, marked as being sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    Integer,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.account import Chat
from storage.among import among, not_among
from storage.outbox import OUTBOX, OutboxState, Priority
from storage.topic import Topic

WINDOW = 200
FOR_EACH = 4
LEAST = 20
"""So many waiting rows are looked at for each that may go out, for some may be of the same chat."""
LEASE = timedelta(seconds=60)
IN_ONE = "in_one"
"""The error of a row whose words went out with those of the row before it."""

# The hot statements are made once: making one anew costs as much as running it. States stand in them
# as words, because the index of what waits is only of use to a statement that says so itself.
_CHAT = cast("Table", Chat.__table__)
_TOPIC = cast("Table", Topic.__table__)
IS_WAITING = OUTBOX.c.state == literal_column("'waiting'")
IS_SENDING = OUTBOX.c.state == literal_column("'sending'")
_SENDING = OUTBOX.alias("being_sent")
# Of one chat one row goes out at a time, whoever sends it: a process that was frozen in a commit may have
# marked one after another took its place.
_ON_THE_WAY = select(_SENDING.c.chat_id).where(
    _SENDING.c.account_id == bindparam("account"),
    _SENDING.c.state == literal_column("'sending'"),
    _SENDING.c.chat_id.is_not(None),
)
_CHOOSE = (
    select(
        OUTBOX.c.id,
        OUTBOX.c.chat_id,
        _CHAT.c.external_id,
        _CHAT.c.kind,
        _CHAT.c.unreachable,
        OUTBOX.c.thread,
        _TOPIC.c.thread,
        OUTBOX.c.topic_id,
        OUTBOX.c.priority,
        OUTBOX.c.subject,
        OUTBOX.c.attempts,
        OUTBOX.c.expires_at,
        _CHAT.c.trouble,
        case((_TOPIC.c.plain, _TOPIC.c.card_message)),
    )
    .select_from(OUTBOX)
    .outerjoin(_CHAT, _CHAT.c.id == OUTBOX.c.chat_id)
    .outerjoin(_TOPIC, _TOPIC.c.id == OUTBOX.c.topic_id)
    .where(
        OUTBOX.c.account_id == bindparam("account"),
        IS_WAITING,
        or_(OUTBOX.c.next_attempt_at.is_(None), OUTBOX.c.next_attempt_at <= bindparam("now")),
        or_(_CHAT.c.send_after.is_(None), _CHAT.c.send_after <= bindparam("now")),
        or_(
            OUTBOX.c.chat_id.is_(None),
            and_(not_among(OUTBOX.c.chat_id, "busy"), OUTBOX.c.chat_id.not_in(_ON_THE_WAY)),
        ),
    )
    .order_by(OUTBOX.c.priority, OUTBOX.c.id)
    .limit(bindparam("window", type_=Integer))
)
_HIGHER = OUTBOX.alias("higher")
_CHOOSE_ONLY = _CHOOSE.where(
    OUTBOX.c.priority == bindparam("only"),
    # A lower class may overtake other chats, but nothing of its own.
    OUTBOX.c.chat_id.is_(None)
    | OUTBOX.c.chat_id.not_in(
        select(_HIGHER.c.chat_id).where(
            _HIGHER.c.account_id == bindparam("account"),
            _HIGHER.c.state == literal_column("'waiting'"),
            _HIGHER.c.priority < bindparam("only"),
            _HIGHER.c.chat_id.is_not(None),
        )
    ),
)
_IDS = among(OUTBOX.c.id, "ids")
# What another transaction is changing, or has marked before us, is left to it; and what it has changed
# since we chose is sent as it is now.
_STILL_WAITING = select(OUTBOX.c.id).where(_IDS, IS_WAITING).with_for_update(skip_locked=True)
_MARK = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(_STILL_WAITING))
    .values(state=OutboxState.sending, attempts=OUTBOX.c.attempts + 1, lease_until=bindparam("until"))
    .returning(OUTBOX.c.id, OUTBOX.c.body)
)
_FINISH = (
    update(OUTBOX)
    .where(_IDS)
    .values(state=bindparam("became"), finished_at=bindparam("now"), error=bindparam("why"), lease_until=None)
)


@dataclass(frozen=True, slots=True)
class Owed:
    """A claimed outbox row with where it goes."""

    id: int
    chat_id: int | None
    chat: str
    chat_kind: str
    unreachable: str | None
    thread: str | None
    topic_id: int | None
    priority: int
    body: str
    subject: dict[str, Any] | None
    attempts: int
    """How often it had been claimed before."""
    expires_at: datetime | None
    trouble: str | None = None
    """What staff have been told is wrong with delivering to this chat."""
    anchor: str | None = None
    """Where the group has no topics: the card that what is said of its case replies to."""


async def claim_owed(
    session: AsyncSession,
    account_id: int,
    machine_now: datetime,
    *,
    limit: int,
    busy: Collection[int] = (),
    only: Priority | None = None,
    broadcasts: int | None = None,
) -> list[Owed]:
    """Up to `limit` rows of different chats, none of them in `busy`, now marked as being sent.

    Within a chat rows go strictly one after another: higher priority first, then in order of writing.
    Answers to presses, which go to no chat, come on top. `only` rows of one class, or at most so many
    `broadcasts` among them.
    """
    statement = _CHOOSE if only is None else _CHOOSE_ONLY
    window = min(max(limit * FOR_EACH, LEAST), WINDOW)
    among = {"account": account_id, "now": machine_now, "busy": list(busy), "only": only, "window": window}
    left = limit if broadcasts is None else broadcasts
    chosen: list[Any] = []
    chats: set[int] = set()
    for row in await session.execute(statement, among):
        if row[1] is not None and len(chats) >= limit:
            break
        if row[1] is not None and row[1] in chats:
            continue
        if row[8] >= Priority.broadcast:
            if left <= 0:
                break
            left -= 1
        if row[1] is not None:
            chats.add(row[1])
        chosen.append(row)
    if not chosen:
        return []
    ids = [row[0] for row in chosen]
    # Meanwhile somebody may have thought better of a message that still waited, or of its words.
    marked = await session.execute(_MARK, {"ids": ids, "until": machine_now + LEASE})
    bodies = {row[0]: row[1] for row in marked}
    return [_owed(row, bodies[row[0]]) for row in chosen if row[0] in bodies]


def _owed(row: Any, body: str) -> Owed:
    return Owed(
        id=row[0],
        chat_id=row[1],
        chat=row[2] or "",
        chat_kind=row[3] or "",
        unreachable=row[4],
        thread=row[5] or row[6],
        topic_id=row[7],
        priority=row[8],
        body=body,
        subject=row[9],
        attempts=row[10],
        expires_at=row[11],
        trouble=row[12],
        anchor=row[13],
    )


async def finish(
    session: AsyncSession,
    ids: Sequence[int],
    state: OutboxState,
    machine_now: datetime,
    error: str | None = None,
) -> None:
    """These rows are done with: sent, dead or expired."""
    if ids:
        became = {"became": state, "now": machine_now, "why": error}
        await session.execute(_FINISH, {"ids": list(ids), **became})


async def waiting_for(session: AsyncSession, chat_id: int) -> int:
    """How much waits for a chat."""
    waits = select(func.count()).where(OUTBOX.c.chat_id == chat_id, IS_WAITING)
    return await session.scalar(waits) or 0


async def spoken_since(
    session: AsyncSession, account_id: int, since: datetime
) -> list[tuple[int, str, datetime]]:
    """What was sent lately, by whichever process: the chat, its kind, and when its answer was recorded."""
    rows = await session.execute(
        select(OUTBOX.c.chat_id, Chat.kind, OUTBOX.c.finished_at)
        .join(Chat, Chat.id == OUTBOX.c.chat_id)
        .where(
            OUTBOX.c.account_id == account_id,
            OUTBOX.c.finished_at > since,
            OUTBOX.c.state == OutboxState.sent,
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]
