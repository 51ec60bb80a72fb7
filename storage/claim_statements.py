"""The statements that claim the inbox. They are made once: making one anew costs as much as running it."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Integer, Select, Table, bindparam, func, or_, select, update

from storage.account import Conversation
from storage.among import among
from storage.inbox import INBOX

WINDOW = 500
"""How many of the oldest waiting rows are looked at for different conversations."""

_HERE = cast("Table", Conversation.__table__)


def _waiting() -> Select[Any]:
    free = or_(_HERE.c.held_until.is_(None), _HERE.c.held_until <= bindparam("now"))
    return (
        select(INBOX.c.id, INBOX.c.conversation_id)
        .join(_HERE, _HERE.c.id == INBOX.c.conversation_id)
        .where(INBOX.c.finished_at.is_(None), free)
        .order_by(INBOX.c.id)
        .limit(WINDOW)
    )


def _oldest(*, beyond: bool) -> Select[Any]:
    """The oldest waiting rows; `beyond`, the oldest of conversations that are not among those.

    A chat that wrote without end fills the first window: whoever wrote after it stands beyond.
    """
    rows = _waiting()
    if beyond:
        first = _waiting().subquery("first_window")
        rows = rows.where(INBOX.c.conversation_id.not_in(select(first.c.conversation_id)))
    return rows


def _reading(*, beyond: bool) -> Select[Any]:
    oldest = _oldest(beyond=beyond).subquery()
    first = func.min(oldest.c.id).label("first")
    heads = (
        select(first, func.count().label("rows"))
        .group_by(oldest.c.conversation_id)
        .order_by(first)
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    return (
        select(INBOX.c.id, INBOX.c.claims, heads.c.rows)
        .join(heads, heads.c.first == INBOX.c.id)
        .order_by(INBOX.c.id)
    )


def _locking(*, beyond: bool) -> Select[Any]:
    oldest = _oldest(beyond=beyond).cte("oldest").prefix_with("MATERIALIZED", dialect="postgresql")
    first = func.min(oldest.c.id).label("first")
    heads = (
        select(oldest.c.conversation_id, first)
        .group_by(oldest.c.conversation_id)
        .order_by(first)
        .limit(bindparam("considered", type_=Integer))
        .cte("heads")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return (
        select(_HERE.c.id, select(func.count()).select_from(oldest).scalar_subquery())
        .where(_HERE.c.id.in_(select(heads.c.conversation_id)))
        .order_by(_HERE.c.id)
        .limit(bindparam("most", type_=Integer))
        # NO KEY UPDATE: receiving a message refers to its conversation and must not wait for us.
        .with_for_update(skip_locked=True, of=_HERE, key_share=True)
    )


def _earliest() -> Select[Any]:
    earliest = (
        select(func.min(INBOX.c.id).label("first"))
        .where(
            among(INBOX.c.conversation_id, "conversations"),
            INBOX.c.finished_at.is_(None),
        )
        .group_by(INBOX.c.conversation_id)
        .subquery()
    )
    return (
        select(INBOX.c.id, INBOX.c.claims).join(earliest, earliest.c.first == INBOX.c.id).order_by(INBOX.c.id)
    )


READ = {beyond: _reading(beyond=beyond) for beyond in (False, True)}
LOCK = {beyond: _locking(beyond=beyond) for beyond in (False, True)}
EARLIEST = _earliest()
_IDS = among(INBOX.c.id, "ids")
MARK = update(INBOX).where(_IDS).values(claims=INBOX.c.claims + 1)
FORGIVE = update(INBOX).where(_IDS, INBOX.c.claims > 0).values(claims=INBOX.c.claims - 1)
