"""A group that takes no more: who leads the department hears so, once a day, and what helps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, literal_column, or_, select

from handlers.desk.leading import leaders
from handlers.groups.choosing import roomiest
from handlers.naming import department_name
from handlers.scene import Scene
from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.outbox import OUTBOX, OutboxState, Priority
from storage.person import Person
from storage.staff import Department, Staff

TAKES_A_MINUTE = 20
"""So many messages, edits and new topics of ours a group takes, by Telegram's word."""
LATELY = timedelta(minutes=10)
BUSY = TAKES_A_MINUTE * 10 / 2
"""With so many of them lately it is the group that is busy; with fewer something else holds them up."""
AGAIN_AFTER = timedelta(days=1)


class Late(NamedTuple):
    """A group of a department in which what we have to say comes late."""

    bound: DepartmentGroup
    chat: Chat
    since: datetime


async def tell_of_full_groups(scene: Scene) -> int:
    """Tell whoever leads a department that one of its groups is at its limit; how many groups are told of."""
    told = 0
    for late in await _late(scene):
        if await _owed_lately(scene, late.chat.id) < BUSY:
            continue
        late.bound.full_told_at = scene.now
        await _tell(scene, late)
        told += 1
    return told


async def _late(scene: Scene) -> list[Late]:
    """Groups where the oldest that waits, lists and cards aside, has waited too long."""
    rows = await scene.session.execute(
        select(DepartmentGroup, Chat, func.min(OUTBOX.c.created_at))
        .join(Chat, Chat.id == DepartmentGroup.chat_id)
        .join(OUTBOX, OUTBOX.c.chat_id == DepartmentGroup.chat_id)
        .where(
            OUTBOX.c.state == literal_column("'waiting'"),
            OUTBOX.c.priority <= Priority.staff,
            OUTBOX.c.created_at < scene.now - scene.house.rules.desk.group_late,
            DepartmentGroup.retired_at.is_(None),
            Chat.unreachable.is_(None),
            or_(
                DepartmentGroup.full_told_at.is_(None),
                DepartmentGroup.full_told_at <= scene.now - AGAIN_AFTER,
            ),
        )
        .group_by(DepartmentGroup.id, Chat.id)
        .order_by(DepartmentGroup.id)
    )
    return [Late(bound, chat, since) for bound, chat, since in rows]


async def _owed_lately(scene: Scene, chat_id: int) -> int:
    # Rows are numbered as they come: of the newest ones alone it is asked where they go.
    before = (
        select(OUTBOX.c.id)
        .where(OUTBOX.c.created_at <= scene.now - LATELY)
        .order_by(OUTBOX.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    owed = select(func.count()).where(
        OUTBOX.c.id > func.coalesce(before, 0),
        OUTBOX.c.chat_id == chat_id,
        OUTBOX.c.created_at > scene.now - LATELY,
        OUTBOX.c.state.in_([OutboxState.waiting, OutboxState.sending, OutboxState.sent]),
    )
    return await scene.session.scalar(owed) or 0


async def _tell(scene: Scene, late: Late) -> None:
    department = await scene.session.get_one(Department, late.bound.department_id)
    other = await roomiest(scene, department.id, but=late.chat.id)
    key = "groups.full" if other is None else "groups.full_too"
    minutes = int((scene.now - late.since) / timedelta(minutes=1))
    scene.effects.record(
        "group.full", actor_kind="bot", department=department.id, chat=late.chat.id, minutes=minutes
    )
    for conversation_id, person in await _who_leads(scene, department.id):
        await scene.tell(
            conversation_id,
            person,
            key,
            priority=Priority.staff,
            title=late.chat.title,
            department=department_name(department, person.language),
            count=minutes,
        )


async def _who_leads(scene: Scene, department_id: int) -> list[tuple[int, Person]]:
    """Its head and deputies, and every manager, each once."""
    told = dict(await scene.managers())
    for staff in await leaders(scene, department_id):
        if staff.conversation_id is not None:
            told.setdefault(staff.conversation_id, await _person(scene, staff))
    return list(told.items())


async def _person(scene: Scene, staff: Staff) -> Person:
    return await scene.session.get_one(Person, staff.person_id)


DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"groups.full": tell_of_full_groups}
