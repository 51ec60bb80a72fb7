"""Forgetting: finished rows go when their time is over, a bounded number at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, Delete, Update, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.account import Held, HeldMessage
from storage.action import Action
from storage.inbox import InboxRow
from storage.knowledge import HumanAnswer
from storage.outbox import OutboxRow
from storage.question import Question
from storage.topic import AlbumPart

AT_ONCE = 5_000


class Ages(NamedTuple):
    """How long what is finished is kept."""

    inbox: timedelta
    outbox: timedelta
    questions: timedelta


async def forget_finished(session: AsyncSession, ages: Ages, machine_now: datetime, now: datetime) -> int:
    """Delete what is finished, expired or kept long enough; old questions lose only their words."""
    removed = 0
    for row, age in ((InboxRow, ages.inbox), (OutboxRow, ages.outbox)):
        old = select(row.id).where(row.finished_at < machine_now - age).limit(AT_ONCE)
        removed += await _count(session, delete(row).where(row.id.in_(old)))
    # Albums are looked up as long as their messages may still be passed on.
    parts = (
        select(AlbumPart.id)
        .where(AlbumPart.at < now - ages.outbox, AlbumPart.case_id.is_(None))
        .limit(AT_ONCE)
    )
    removed += await _count(session, delete(AlbumPart).where(AlbumPart.id.in_(parts)))
    held = (
        select(HeldMessage.id)
        .where(HeldMessage.at < now - ages.outbox, HeldMessage.state != Held.kept)
        .limit(AT_ONCE)
    )
    removed += await _count(session, delete(HeldMessage).where(HeldMessage.id.in_(held)))
    expired = select(Action.token).where(Action.expires_at < now).limit(AT_ONCE)
    removed += await _count(session, delete(Action).where(Action.token.in_(expired)))
    answers = select(HumanAnswer.id).where(HumanAnswer.at < now - ages.questions).limit(AT_ONCE)
    removed += await _count(session, delete(HumanAnswer).where(HumanAnswer.id.in_(answers)))
    wordy = (
        select(Question.id)
        .where(Question.asked_at < now - ages.questions, Question.text != "")
        .limit(AT_ONCE)
    )
    return removed + await _count(session, update(Question).where(Question.id.in_(wordy)).values(text=""))


async def _count(session: AsyncSession, statement: Delete | Update) -> int:
    result = cast("CursorResult[Any]", await session.execute(statement))
    return result.rowcount
