"""The base as it stands: the file's entries under what was changed in the chat, and files sent there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from bot.gateways.errors import GatewayError
from bot.opening import CannotRun, identify, open_gateway, opened
from bot.settings import Settings
from faq import Entry
from handlers.delivery.placing import file_in
from handlers.knowledge.entries import changed_since
from storage.account import Account
from storage.knowledge import KnownFile


async def as_it_stands(settings: Settings, in_file: Sequence[Entry]) -> list[Entry]:
    """Every entry, the file's in their order, then those that were written in the chat."""
    async with opened(settings) as store, store.read() as session:
        changed = await changed_since(session, 0)
    entries = {entry.id: entry for entry in in_file}
    entries |= {entry_id: entry for entry_id, entry, _ in changed if entry is not None}
    return list(entries.values())


async def fetch_files(settings: Settings, entries: Sequence[Entry], folder: Path) -> list[str]:
    """Put the files that were sent in the chat where the entries name them, below `folder`.

    Gives the names of those that could not be had: without a token, or when the channel does not give them.
    """
    names = {one.file for entry in entries for one in entry.attachments}
    async with opened(settings) as store, store.read() as session:
        rows = await session.execute(
            select(KnownFile.name, KnownFile.file_id, Account.external_id)
            .join(Account, Account.id == KnownFile.account_id)
            .where(KnownFile.name.in_(names), KnownFile.sign == "")
            .order_by(KnownFile.name)
        )
        wanted = [row for row in rows if file_in(folder, row.name) is None]
    if not wanted:
        return []
    fetched: set[str] = set()
    try:
        gateway = open_gateway(settings)
    except CannotRun:
        return [row.name for row in wanted]
    try:
        identity = await identify(gateway)
        for row in wanted:
            if identity is not None and identity.external_id == row.external_id:
                content = await gateway.fetch(row.file_id)
                await asyncio.to_thread(_write, folder, row.name, content)
                fetched.add(row.name)
    except (GatewayError, CannotRun):
        pass
    finally:
        await gateway.close()
    return sorted({row.name for row in wanted} - fetched)


def _write(folder: Path, name: str, content: bytes) -> None:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError("a file outside the folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
