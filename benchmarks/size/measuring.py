"""How long the database takes for each statement of the stations."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.size.wording import short


class Statements:
    """The milliseconds of every statement that runs while this is entered, by its wording."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.sync_engine
        self.took: defaultdict[str, list[float]] = defaultdict(list)

    def __enter__(self) -> Statements:
        event.listen(self._engine, "before_cursor_execute", self._before)
        event.listen(self._engine, "after_cursor_execute", self._after)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._before)
        event.remove(self._engine, "after_cursor_execute", self._after)

    def _before(self, connection: Any, *_: Any) -> None:
        connection.info["began"] = time.perf_counter()

    def _after(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        took = time.perf_counter() - connection.info["began"]
        self.took[short(statement)].append(took * 1000)

    def usual(self) -> dict[str, float]:
        """Milliseconds by wording: the lower quartile, because the machine does other things too."""
        return {wording: statistics.quantiles(times * 2, n=4)[0] for wording, times in self.took.items()}
