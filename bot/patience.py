"""Waiting for a database that has gone away for a moment, wherever a start needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from storage.transient import is_transient

log = structlog.get_logger("start")

TRY_AGAIN_SECONDS = 1.0

T = TypeVar("T")


async def patiently(stopping: asyncio.Event, work: Callable[[], Awaitable[T]]) -> tuple[T] | None:
    """The work's result, tried again while the database is away; None if told to stop before it is there."""
    while not stopping.is_set():
        try:
            return (await work(),)
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("start.database_unreachable", problem=type(error).__name__)
        waiting = asyncio.create_task(stopping.wait())
        await asyncio.wait({waiting}, timeout=TRY_AGAIN_SECONDS)
        waiting.cancel()
    return None
