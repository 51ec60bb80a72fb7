"""The two clocks, never mixed: business time, which may travel in a sandbox, and machine time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """`now` is business time: promises, follow-ups, digests. `machine` is for leases, pacing, retries."""

    def __init__(self) -> None:
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """Business time, aware, in UTC."""
        return self.machine() + self._offset

    def machine(self) -> datetime:
        """What the machine says, aware, in UTC."""
        return datetime.now(UTC)

    def follow(self, offset: timedelta) -> bool:
        """Let business time run ahead of the machine by `offset`; whether that was news."""
        changed = abs(offset - self._offset) > timedelta(seconds=1)
        if changed:
            self._offset = offset
        return changed
