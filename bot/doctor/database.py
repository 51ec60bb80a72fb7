"""Looking at the database: whether it is there, in shape, safe, and what waits in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import parked
from bot.doctor.finding import Finding
from bot.only_one import file_of
from bot.settings import Settings
from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.inbox import InboxRow
from storage.migrate import is_current
from storage.outbox import OutboxRow, OutboxState
from storage.staff import Department, Staff, StaffRole
from storage.store import Store

_PASSWORD = re.compile(r":[^:/@]*@")


@dataclass(slots=True)
class Known:
    """What the database says: findings, and the groups by department."""

    findings: list[Finding] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    """Department key → its group's id at the channel; empty when nobody can say."""


async def examine(settings: Settings, store: Store) -> Known:
    """Everything the database can tell."""
    known = Known()
    url = settings.storage.url.get_secret_value()
    where = _PASSWORD.sub(":***@", url)
    file = file_of(url)
    if file is not None and not file.exists():
        do = "`frontline run` makes it; `frontline invite manager` too"
        known.findings.append(Finding("database", f"{file} is not there yet", do))
        return known
    try:
        if not await is_current(store.engine):
            do = "`frontline run` brings it into shape by itself"
            known.findings.append(Finding("database", f"{where} is of an earlier version", do))
            return known
        async with store.read() as session:
            known.findings.append(await _safety(session, where, settings.storage.synchronous))
            known.findings += await _people(session)
            known.findings += await _waiting(session)
            known.groups = await _groups(session, settings)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        known.findings.append(Finding("database", f"{where}: {reason}", "Check storage.url and the server"))
    return known


async def _safety(session: AsyncSession, where: str, synchronous: str) -> Finding:
    if session.get_bind().dialect.name == "sqlite":
        mode = (await session.execute(text("PRAGMA journal_mode"))).scalar()
        how = "survives a power cut" if synchronous == "FULL" else "survives a crash, not a power cut"
        return Finding("database", f"{where}, in shape, {mode}, synchronous={synchronous} ({how})")
    setting = (await session.execute(text("SHOW synchronous_commit"))).scalar()
    if setting == "off":
        do = "Set synchronous_commit = on in PostgreSQL, or the last moments before a crash are lost"
        return Finding("database", f"{where}, synchronous_commit = off", do)
    return Finding("database", f"{where}, in shape, synchronous_commit = {setting}")


async def _people(session: AsyncSession) -> list[Finding]:
    rows = await session.execute(
        select(Staff.role, func.count()).where(Staff.left_at.is_(None)).group_by(Staff.role)
    )
    there = {row[0]: row[1] for row in rows}
    managers, agents = there.get(StaffRole.manager, 0), there.get(StaffRole.agent, 0)
    if not managers:
        do = "`frontline invite manager` makes a link; open it in Telegram"
        return [Finding("staff", "there is no manager yet", do)]
    if not agents:
        how = f"{managers} manager(s), no agent"
        return [Finding("staff", how, "A manager sends the bot /invite, or `frontline invite agent`")]
    return [Finding("staff", f"{managers} manager(s), {agents} agent(s)")]


async def _waiting(session: AsyncSession) -> list[Finding]:
    inbox = await session.scalar(
        select(func.count()).select_from(InboxRow).where(InboxRow.finished_at.is_(None))
    )
    outbox = await session.scalar(
        select(func.count())
        .select_from(OutboxRow)
        .where(OutboxRow.state.in_([OutboxState.waiting, OutboxState.sending]))
    )
    findings = [Finding("queues", f"{inbox} messages to handle, {outbox} to send")]
    if aside := await parked.count(session):
        do = "`frontline parked list` shows them; retry or drop each"
        findings.append(Finding("set aside", f"{aside} messages could not be handled", do))
    return findings


async def _groups(session: AsyncSession, settings: Settings) -> dict[str, list[str]]:
    rows = await session.execute(
        select(Department.key, Chat.external_id)
        .join(DepartmentGroup, DepartmentGroup.department_id == Department.id)
        .join(Chat, Chat.id == DepartmentGroup.chat_id)
        .where(DepartmentGroup.retired_at.is_(None))
        .order_by(DepartmentGroup.id)
    )
    bound: dict[str, list[str]] = {plan.key: [] for plan in settings.business.departments}
    for department, chat in rows:
        bound.setdefault(department, []).append(chat)
    return bound
