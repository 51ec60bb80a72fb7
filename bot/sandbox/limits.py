"""Telegram's pacing, in machine time: the whole bot, a private chat, a group.

Windows slide: "20 a minute" means never more than 20 within any sixty seconds.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.sandbox.errors import Misuse, too_many

FORGET_AT = 10_000


@dataclass(frozen=True, slots=True)
class Rates:
    """The numbers, all of which the control interface may change."""

    bot_per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20


class Limits:
    """Counts what is sent and refuses what goes too fast."""

    def __init__(self, machine: Callable[[], float], *, enforced: bool) -> None:
        self.machine = machine
        self.enforced = enforced
        self.rates = Rates()
        self._bots: dict[int, deque[float]] = {}
        self._groups: dict[tuple[int, int], deque[float]] = {}
        self._chats: dict[tuple[int, int], float] = {}

    def change(self, enforced: bool | None = None, **numbers: Any) -> dict[str, Any]:
        """Set numbers or switch the limits; counting starts afresh."""
        for name, value in numbers.items():
            if name not in Rates.__slots__:
                raise Misuse(
                    f"there is no limit {name!r}; there are {', '.join(Rates.__slots__)} and enforced"
                )
            if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
                raise Misuse(f"{name} must be a number above zero")
        if enforced is not None:
            self.enforced = enforced
        self.rates = replace(self.rates, **numbers)
        self.forget()
        return self.reading()

    def reading(self) -> dict[str, Any]:
        """What `/control/limits` answers."""
        return {"enforced": self.enforced} | asdict(self.rates)

    def forget(self) -> None:
        """Start counting afresh."""
        self._bots.clear()
        self._groups.clear()
        self._chats.clear()

    def spend(self, bot: int, chat: int, amount: int = 1) -> None:
        """Count `amount` messages to a chat, or refuse with the seconds to wait."""
        if not self.enforced:
            return
        now = self.machine()
        whole = self._bots.setdefault(bot, deque())
        wait = _window_wait(whole, now, 1.0, self.rates.bot_per_second, amount)
        if chat < 0:
            group = self._groups.setdefault((bot, chat), deque())
            wait = max(wait, _window_wait(group, now, 60.0, self.rates.group_per_minute, amount))
        else:
            wait = max(wait, self._chat_wait((bot, chat), now, amount))
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        whole.extend([now] * amount)
        if chat < 0:
            group.extend([now] * amount)
        else:
            self._count_chat((bot, chat), now, amount)

    def _chat_wait(self, key: tuple[int, int], now: float, amount: int) -> float:
        """A chat's bucket is kept as the time at which it will be full again."""
        interval, burst = 1.0 / self.rates.chat_per_second, self.rates.chat_burst
        lacking = max(self._chats.get(key, now) - now, 0.0)
        return lacking - interval * (burst - min(amount, burst))

    def _count_chat(self, key: tuple[int, int], now: float, amount: int) -> None:
        if len(self._chats) > FORGET_AT:
            self._chats = {old: full for old, full in self._chats.items() if full > now}
        self._chats[key] = max(self._chats.get(key, now), now) + amount / self.rates.chat_per_second


def _window_wait(sent: deque[float], now: float, length: float, limit: int, amount: int) -> float:
    while sent and sent[0] <= now - length:
        sent.popleft()
    over = len(sent) + min(amount, limit) - limit
    return sent[over - 1] + length - now if over > 0 else 0.0
