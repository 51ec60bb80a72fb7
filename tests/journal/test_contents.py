"""The database's errors in the journal: what went wrong, and nobody's name or words."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from sqlalchemy import Table, insert
from sqlalchemy.exc import DBAPIError

from storage.account import Account, Chat
from storage.model import Model
from storage.outbox import OUTBOX
from storage.store import Store


async def _told(store: Store, where: type[Model] | Table, row: dict[str, Any]) -> str:
    """Write a row that the database refuses; what the journal would hold."""
    with pytest.raises((DBAPIError, OverflowError)) as refused:
        async with store.begin() as session:
            await session.execute(insert(where), row)
    return "".join(traceback.format_exception(refused.value))


async def test_a_row_refused_is_not_told(store: Store) -> None:
    """The whole row is in PostgreSQL's detail, and the parameters are in everybody's message."""
    words = "My son Tom\ncannot hear the teacher"
    told = await _told(store, OUTBOX, {"account_id": 1, "body": words, "state": "waiting", "priority": None})
    assert "priority" in told
    assert "Tom" not in told
    assert "teacher" not in told


async def test_a_value_refused_is_not_told(store: Store) -> None:
    """Neither what is there already nor what is no such number comes out."""
    async with store.begin() as session:
        account = Account(channel="telegram", external_id="1", profile={})
        session.add(account)
        await session.flush()
        chat = {
            "account_id": account.id,
            "external_id": "Tom",
            "kind": "private",
            "title": "",
            "forum": False,
        }
        await session.execute(insert(Chat), chat)
    for wrong in (chat, chat | {"account_id": "Tom"}, chat | {"account_id": 10**30}):
        told = await _told(store, Chat, wrong)
        assert "Error" in told
        assert "Tom" not in told
        assert str(10**30) not in told
