"""Pacing: how fast a channel lets us speak. Pure arithmetic over machine seconds; holds no rows.

A window of the last minute is exact where a token bucket is not: Telegram counts the messages of any
sixty seconds, and a bucket that allows bursts may exceed that by the size of its burst.

When Telegram counts a message nobody here knows: at some moment between our request and its answer.
So what is under way counts all the time, and for a whole window more from its answer on. Then no
window at the other end can hold more than its limit, however long the way there takes.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

PATIENCE = 5.0
"""What has been under way for longer counts as answered: a silent channel must not silence us for ever."""
BULK_PART = 1.05
"""Broadcasts come evenly, so that a reply soon finds a free place: a little faster than the bot's limit, for
a place that was not used is lost."""
BULK_LATE = 0.05
"""Broadcasts that come late by so many seconds make up for it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many operations fit into how many seconds: for the whole bot, a private chat, and a group."""

    bot: int = 30
    bot_seconds: float = 1.0
    chat: int = 3
    chat_seconds: float = 3.0
    group: int = 19
    group_seconds: float = 60.0


UNLIMITED = Limits(bot=10**9, chat=10**9, group=10**9)


class Window:
    """The times of the latest operations, as many as may happen within `seconds`."""

    __slots__ = ("_most", "_seconds", "_times", "_under_way")

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._times: deque[float] = deque()
        self._under_way = 0

    def room(self, now: float, ahead: float = 0.0) -> int:
        """How many operations may begin now, or within so many seconds."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        counted = len(self._times) + self._under_way
        if ahead:
            counted -= sum(1 for _ in takewhile((now + ahead - self._seconds).__ge__, self._times))
        return self._most - counted

    def begins(self, amount: int = 1) -> None:
        """So many operations are under way from now on."""
        self._under_way += amount

    def ends(self, now: float, amount: int = 1) -> None:
        """They have been answered. More than a window holds are paid for in the windows that follow."""
        self._under_way -= amount
        for nth in range(amount):
            at = now + nth // self._most * self._seconds
            self._times.append(max(at, self._times[-1]) if self._times else at)

    def take(self, now: float, amount: int = 1) -> None:
        """So many operations happen now."""
        self.begins(amount)
        self.ends(now, amount)

    def free_at(self, now: float, amount: int = 1) -> float:
        """When so many may begin, as far as that is known: what is under way may take longer."""
        lacking = min(amount, self._most) - self.room(now)
        if lacking <= 0:
            return now
        return (
            self._times[lacking - 1] + self._seconds if lacking <= len(self._times) else now + self._seconds
        )

    @property
    def idle(self) -> bool:
        """Whether nothing is remembered."""
        return not self._times and not self._under_way


@dataclass(eq=False, slots=True)
class Flight:
    """An operation under way: how many messages, since when, and which windows count it."""

    amount: int
    began: float
    windows: tuple[Window, ...]


class Spread:
    """Operations at even distances of so many seconds."""

    __slots__ = ("_distance", "_next")

    def __init__(self, distance: float) -> None:
        self._distance = distance
        self._next = -math.inf

    def room(self, now: float, ahead: float = 0.0) -> int:
        """How many may begin now, or within so many seconds."""
        return max(math.floor((now + ahead - self._earliest(now)) / self._distance) + 1, 0)

    def free_at(self, now: float) -> float:
        """When the next may begin."""
        return max(self._earliest(now), now)

    def take(self, now: float, amount: int = 1) -> None:
        """So many begin now."""
        self._next = self._earliest(now) + amount * self._distance

    def _earliest(self, now: float) -> float:
        return max(self._next, now - BULK_LATE)


class Pace:
    """What one bot has said lately, to whom, and who must wait."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bot = Window(limits.bot, limits.bot_seconds)
        self._spread = Spread(limits.bot_seconds / limits.bot / BULK_PART)
        self._chats: dict[int, Window] = {}
        self._flights: dict[Flight, None] = {}
        self._paused_until = 0.0
        self._refusals: deque[tuple[float, int]] = deque(maxlen=8)

    @property
    def unlimited(self) -> bool:
        """Whether there is nothing to count (a channel of our own)."""
        return self._limits is UNLIMITED

    @property
    def most(self) -> int:
        """How many messages ever fit in at once."""
        return self._limits.bot

    @property
    def memory(self) -> float:
        """Seconds after which nothing that was said counts any more."""
        return max(self._limits.bot_seconds, self._limits.chat_seconds, self._limits.group_seconds)

    def paused(self, now: float) -> bool:
        """Whether the whole bot is silent for a while."""
        return now < self._paused_until

    def room(self, now: float, ahead: float = 0.0) -> int:
        """How many operations the whole bot may begin now, or within so many seconds."""
        if self.paused(now):
            return 0
        self._lose_patience(now)
        return max(self._bot.room(now, ahead), 0)

    def bulk_room(self, now: float, ahead: float = 0.0) -> int:
        """How many of them may be broadcasts."""
        return max(min(self.room(now, ahead), self._spread.room(now, ahead)), 0)

    def wait_for_place(self, amount: int, now: float, *, bulk: bool) -> float:
        """Seconds until the bot may say so many at once, as far as that is known; `bulk`: as a broadcast."""
        self._lose_patience(now)
        at = max(self._bot.free_at(now, amount), self._paused_until)
        if bulk:
            at = max(at, self._spread.free_at(now))
        return max(at - now, 0.0)

    def wait(self, chat: int | None, group: bool, amount: int, now: float) -> float:
        """Seconds until a chat takes so many messages at once, as an album is."""
        if chat is None or self.unlimited:
            return 0.0
        return self._chat(chat, group).free_at(now, amount) - now

    def room_in(self, chat: int, group: bool, now: float) -> int:
        """How many operations a chat takes now."""
        return max(self._chat(chat, group).room(now), 0)

    def begins(self, chat: int | None, group: bool, now: float, amount: int = 1) -> Flight | None:
        """An operation in a chat goes out now. Answers to presses (no chat) are not counted."""
        if chat is None or self.unlimited:
            return None
        flight = Flight(amount, now, (self._bot, self._chat(chat, group)))
        for window in flight.windows:
            window.begins(amount)
        self._spread.take(now, amount)
        self._flights[flight] = None
        return flight

    def ends(self, flight: Flight | None, now: float) -> None:
        """It was answered, whatever the answer was."""
        if flight is not None and flight in self._flights:
            del self._flights[flight]
            for window in flight.windows:
                window.ends(now, flight.amount)

    def recall(self, spoken: Iterable[tuple[int, bool, float]]) -> None:
        """Learn from the rows what was said before we came: chat, whether it is a group, and when.

        Nothing may be under way.
        """
        self._chats = {}
        if self.unlimited:
            return
        for chat, group, at in sorted(spoken, key=lambda one: one[2]):
            self._chat(chat, group).take(at)

    def took_elsewhere(self, now: float) -> None:
        """Another part of the program has spoken through the same bot."""
        if not self.unlimited:
            self._bot.take(now)

    def resting(self, now: float) -> set[int]:
        """The chats that have had their share for the moment. Forgets those that have had none lately."""
        full: set[int] = set()
        for chat, window in list(self._chats.items()):
            if window.room(now) <= 0:
                full.add(chat)
            elif window.idle:
                del self._chats[chat]
        return full

    def next_free(self, now: float) -> float:
        """Seconds until something that must wait now may go on."""
        if self.room(now) <= 0:
            return max(self._bot.free_at(now), self._paused_until) - now
        times = [window.free_at(now) for window in self._chats.values() if window.room(now) <= 0]
        if self._spread.room(now) <= 0:
            times.append(self._spread.free_at(now))
        return max(min(times) - now, 0.0) if times else 60.0

    def refused(self, chat: int | None, after: float, now: float) -> None:
        """The channel said "too many requests". It does not say whether the chat or the bot is meant:
        three different chats within two seconds mean the bot."""
        if chat is None:
            return
        self._refusals.append((now, chat))
        lately = {other for at, other in self._refusals if at > now - 2}
        if len(lately) >= 3:
            self.pause(min(after, 30.0), now)

    def pause(self, seconds: float, now: float) -> None:
        """The whole bot is silent for a while."""
        self._paused_until = max(self._paused_until, now + seconds)

    def _chat(self, chat: int, group: bool) -> Window:
        if chat not in self._chats:
            limits = self._limits
            most, seconds = (
                (limits.group, limits.group_seconds) if group else (limits.chat, limits.chat_seconds)
            )
            self._chats[chat] = Window(most, seconds)
        return self._chats[chat]

    def _lose_patience(self, now: float) -> None:
        while self._flights and (first := next(iter(self._flights))).began <= now - PATIENCE:
            self.ends(first, now)
