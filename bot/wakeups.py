"""Bells heard in other processes too: what one accepts another works on, and the sender sends at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

import structlog

from bot.bell import Bell
from storage.store import Store
from storage.transient import is_transient
from storage.waking import Line, wake_line

log = structlog.get_logger("wake")

TOGETHER_SECONDS = 0.01
"""Rings within so short a time are told as one."""
CHECK_SECONDS = 10.0
PAUSE_SECONDS = 1.0


class Wakeups:
    """Carries the rings of this process's bells to the others, and theirs to ours.

    Who cannot be reached looks at the rows by itself, every second.
    """

    def __init__(self, store: Store, bells: Mapping[str, Bell]) -> None:
        self._store = store
        self._bells = bells
        self._untold: set[str] = set()
        self._news = asyncio.Event()
        for name, bell in bells.items():
            bell.elsewhere = partial(self._tell, name)

    async def run(self) -> None:
        """Carry until cancelled; a line that breaks is opened again."""
        while True:
            try:
                async with wake_line(self._store.engine, self._hear, self._news.set) as line:
                    for name in self._bells:
                        # What was told before we listened nobody will tell again.
                        self._hear(name)
                    await self._carry(line)
            except Exception as error:
                if not is_transient(error):
                    log.exception("wake.failed")
                else:
                    log.warning("wake.line_broken", problem=type(error).__name__)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _carry(self, line: Line) -> None:
        while True:
            try:
                async with asyncio.timeout(CHECK_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                await line.check()
                continue
            self._news.clear()
            untold, self._untold = self._untold, set()
            if untold:
                await line.tell(untold)
            else:
                await line.check()
            await asyncio.sleep(TOGETHER_SECONDS)

    def _tell(self, name: str) -> None:
        self._untold.add(name)
        self._news.set()

    def _hear(self, name: str) -> None:
        if (bell := self._bells.get(name)) is not None:
            bell.hear()
