"""A database without the thread it has elsewhere: in frozen time nobody waits for anybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event

from storage.store import Store

T = TypeVar("T")


def open_in_place(path: Path) -> Store:
    """A store on the SQLite file at `path` whose statements are run where they are asked for.

    They are the same statements in the same order. A play has one doer at a time, so that a thread of its own
    only costs two wake-ups for each; a power cut ends the play anyway.
    """
    store = Store.open(f"sqlite:///{path}?check_same_thread=false", synchronous="NORMAL")

    @event.listens_for(store.engine.sync_engine, "connect", insert=True)
    def _stays(connection: Any, _record: Any) -> None:
        connection.driver_connection._execute = _at_once

    return store


async def _at_once(work: Callable[..., T], *arguments: Any, **named: Any) -> T:
    return work(*arguments, **named)
