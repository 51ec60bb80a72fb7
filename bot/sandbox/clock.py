"""The business clock: wall time plus an offset that the control interface may move.

Machine time (pacing, retention, retries) never travels; it is a plain callable handed to whoever needs it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.sandbox.errors import Misuse


class Clock:
    """Business time, as a bot under test follows it."""

    def __init__(
        self, wall: Callable[[], float] = time.time, moved: Callable[[], None] = lambda: None
    ) -> None:
        self._wall = wall
        self._moved = moved
        self.offset = 0.0

    def now(self) -> datetime:
        """The travelled time, aware and in UTC."""
        return datetime.fromtimestamp(self._wall() + self.offset, UTC)

    def unix(self) -> int:
        """The travelled time as Telegram writes dates."""
        return int(self._wall() + self.offset)

    def advance(self, seconds: float) -> None:
        """Move the clock on (or back, with a negative number)."""
        self.move_to_offset(self.offset + seconds)

    def set(self, moment: datetime) -> None:
        """Move the clock to a moment; it runs on from there."""
        if moment.tzinfo is None:
            raise Misuse("the clock needs a time with a zone, such as 2026-03-01T09:00:00+08:00")
        self.move_to_offset(moment.timestamp() - self._wall())

    def move_to_offset(self, seconds: float) -> None:
        """Set the distance between business time and wall time; the result must be a date we can write."""
        try:
            datetime.fromtimestamp(self._wall() + seconds, UTC)
        except (OverflowError, ValueError, OSError) as error:
            raise Misuse("the clock can't go that far") from error
        self.offset = seconds
        self._moved()

    def reading(self) -> dict[str, object]:
        """What `/control/clock` answers."""
        return {"now": self.now().isoformat(), "offset": self.offset}
