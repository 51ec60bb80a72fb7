"""A clock that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.clock.clocks import Clock

MONDAY_TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 23 November 2026, 10:00 in Shanghai."""


class StillClock(Clock):
    """Business and machine time, both frozen; they move together."""

    def __init__(self, start: datetime = MONDAY_TEN) -> None:
        super().__init__()
        self._at = start

    def machine(self) -> datetime:
        """The frozen instant."""
        return self._at

    def seconds(self) -> float:
        """The same as seconds, for pacing."""
        return self._at.timestamp()

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._at += by
