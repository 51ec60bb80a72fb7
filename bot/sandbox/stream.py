"""What happens, as it happens: events for the page, with a short memory for one that reconnects."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

Event = tuple[int, str, dict[str, Any]]
WAITING_AT_MOST = 2000


class Listener:
    """One open stream. A reader that falls far behind is told to read everything afresh."""

    def __init__(self) -> None:
        self.events: deque[Event] = deque()
        self.wake = asyncio.Event()
        self.closed = False

    def add(self, event: Event) -> None:
        """Hand an event to the reader."""
        if len(self.events) >= WAITING_AT_MOST:
            self.events.clear()
            event = (event[0], "reset", {})
        self.events.append(event)
        self.wake.set()

    def close(self) -> None:
        """End the stream at once."""
        self.closed = True
        self.wake.set()


class Hub:
    """Publishes events to every listener; cheap while nobody listens."""

    def __init__(self, remember: int) -> None:
        self._recent: deque[Event] = deque(maxlen=remember)
        self._listeners: set[Listener] = set()
        self._last = 0

    def publish(self, kind: str, data: dict[str, Any]) -> None:
        """Tell everyone who listens."""
        self._last += 1
        event = (self._last, kind, data)
        self._recent.append(event)
        for listener in self._listeners:
            listener.add(event)

    def open(self, after: int | None = None) -> Listener:
        """A new listener; with `after`, what it missed since that event comes first."""
        listener = Listener()
        if after is not None and after != self._last:
            oldest = self._recent[0][0] if self._recent else self._last + 1
            if after > self._last or after + 1 < oldest:
                listener.add((self._last, "reset", {}))
            else:
                for event in self._recent:
                    if event[0] > after:
                        listener.add(event)
        self._listeners.add(listener)
        return listener

    def forget(self, listener: Listener) -> None:
        """The reader has gone."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """End every stream."""
        for listener in self._listeners:
            listener.close()
