"""How many pages the database touches for each statement: that does not depend on what is in memory."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from types import TracebackType
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.size.wording import short

_EXPLAIN = (
    "LOAD 'auto_explain'",
    "SET auto_explain.log_min_duration = 0",
    "SET auto_explain.log_analyze = on",
    "SET auto_explain.log_timing = off",
    "SET auto_explain.log_buffers = on",
    "SET auto_explain.log_nested_statements = on",
    "SET auto_explain.log_format = json",
    "SET client_min_messages = log",
)
FOREIGN_KEYS = "(whether what a new row refers to is there)"


class Pages:
    """Has the server tell, while this is entered, what every statement touched. Needs a superuser."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._rounds: list[Counter[str]] = []

    async def __aenter__(self) -> Pages:
        await self._engine.dispose()  # connections that are asked from their first statement on
        event.listen(self._engine.sync_engine, "connect", self._ask)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(self._engine.sync_engine, "connect", self._ask)
        await self._engine.dispose()

    def next_round(self) -> None:
        """What comes now is counted for itself."""
        self._rounds.append(Counter())

    def usual(self) -> dict[str, float]:
        """Pages in a round, by wording: the median."""
        wordings = {wording for one in self._rounds for wording in one}
        return {wording: statistics.median(one[wording] for one in self._rounds) for wording in wordings}

    def _ask(self, connection: Any, _record: Any) -> None:
        connection.driver_connection.add_log_listener(self._told)
        cursor = connection.cursor()
        for setting in _EXPLAIN:
            cursor.execute(setting)
        cursor.close()
        connection.commit()

    def _told(self, _connection: Any, message: Any) -> None:
        _, found, plan = str(message.message).partition("plan:\n")
        if not found or not self._rounds:
            return
        explained = json.loads(plan)
        wording = explained["Query Text"]
        named = FOREIGN_KEYS if wording.startswith("SELECT 1 FROM ONLY") else short(wording)
        root = explained["Plan"]
        self._rounds[-1][named] += root["Shared Hit Blocks"] + root["Shared Read Blocks"]
