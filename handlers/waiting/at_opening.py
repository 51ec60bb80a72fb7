"""First thing at opening: one list of what came in meanwhile, in the group, with a sound."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select

from handlers.desk.listing import Listed, lines_of, links_to
from handlers.groups.whose import groups_of
from handlers.scene import Scene
from storage.account import Chat
from storage.case import WAITING_FOR_US, Case
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Customer
from storage.promise import Promise, PromiseState
from storage.wait import Wait

MOST = 20


async def list_at_opening(scene: Scene, department_id: int) -> int:
    """Show a department what came while it was closed: VIPs first, then the oldest promise.

    Where it works in several groups, each sees what it has the topics of.
    """
    rows = await scene.session.execute(
        select(Wait, Case)
        .join(Case, Case.id == Wait.case_id)
        .where(Case.department_id == department_id, Wait.closed, Wait.over_at.is_(None))
        .order_by(Wait.id)
    )
    came: list[Case] = []
    for wait, case in rows:
        wait.closed = False
        wait.over_at = scene.now
        if case.state in WAITING_FOR_US:
            came.append(case)
    groups = {chat.id: chat for chat in await groups_of(scene, department_id)}
    if not came or not groups:
        return 0
    shown: dict[int, list[Listed]] = defaultdict(list)
    for case in came:
        topic = await scene.topic_of(case.id)
        there = topic.chat_id if topic is not None and topic.chat_id in groups else next(iter(groups))
        shown[there].append(Listed(case, await _due(scene, case)))
    for chat_id, listed in shown.items():
        await _show(scene, groups[chat_id], listed)
    scene.effects.record("department.opened", actor_kind="bot", department=department_id, cases=len(came))
    return len(came)


async def _show(scene: Scene, group: Chat, listed: list[Listed]) -> None:
    vips = set(
        await scene.session.scalars(
            select(Customer.person_id).where(
                Customer.vip, Customer.person_id.in_([one.case.person_id for one in listed])
            )
        )
    )
    listed.sort(key=lambda one: (one.case.person_id not in vips, one.due is None, one.due or scene.now))
    language = scene.house.default_language
    lines = [scene.say(language, "waiting.opening.head", count=len(listed))]
    lines += await lines_of(scene, listed[:MOST], language)
    if len(listed) > MOST:
        lines.append(scene.say(language, "waiting.opening.more", count=len(listed) - MOST))
    scene.effects.owe(
        SendText("\n".join(lines), await links_to(scene, listed[:MOST])),
        account_id=group.account_id,
        chat_id=group.id,
        priority=Priority.staff,
    )


async def _due(scene: Scene, case: Case) -> datetime | None:
    promise: Promise | None = await scene.session.scalar(
        select(Promise)
        .where(Promise.case_id == case.id, Promise.state.in_((PromiseState.open, PromiseState.broken)))
        .order_by(Promise.due_at)
        .limit(1)
    )
    return promise.due_at if promise is not None else None
