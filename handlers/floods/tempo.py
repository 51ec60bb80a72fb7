"""Tempo: who writes faster than people do. It is kept in memory, for a wrong guess costs nobody anything."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

REMEMBERED = 10_000


class Tempo:
    """The times of the latest messages of each conversation."""

    def __init__(self) -> None:
        self._times: OrderedDict[int, deque[datetime]] = OrderedDict()

    def too_fast(self, conversation: int, now: datetime, most: int, within: timedelta) -> bool:
        """Count a message. True if there were more than `most` of them `within` this time."""
        times = self._times.get(conversation)
        if times is None or times.maxlen != most + 1:
            times = self._times[conversation] = deque(times or (), maxlen=most + 1)
        self._times.move_to_end(conversation)
        while len(self._times) > REMEMBERED:
            self._times.popitem(last=False)
        times.append(now)
        return len(times) > most and now - times[0] < within

    def forget(self, conversation: int) -> None:
        """Begin anew."""
        self._times.pop(conversation, None)
