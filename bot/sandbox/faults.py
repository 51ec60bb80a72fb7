"""Trouble on demand: which requests fail, how, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import Misuse, Refused, bad, forbidden, too_many

FORBIDDEN = {
    "blocked": "bot was blocked by the user",
    "deactivated": "user is deactivated",
    "kicked": "bot was kicked from the supergroup chat",
    "not_member": "bot is not a member of the supergroup chat",
    "no_start": "bot can't initiate conversation with a user",
}
HANGS = ("slow", "timeout_before", "timeout_after", "drop_before", "drop_after")
KINDS = ("429", "403", "400", "401", "409", "5xx", *HANGS)


@dataclass(slots=True)
class Fault:
    """One rule; the first that fits a request is used."""

    id: int
    kind: str
    method: str | None = None
    chat: int | None = None
    bot: int | None = None
    times: int | None = None
    skip: int = 0
    retry_after: int = 1
    text: str = ""
    code: int = 502
    seconds: float = 60.0
    used: int = 0

    def fits(self, bot: int, method: str, params: Mapping[str, Any]) -> bool:
        """Whether this rule is meant for the request."""
        if self.bot is not None and self.bot != bot:
            return False
        if self.method is not None and self.method.lower() != method.lower():
            return False
        return self.chat is None or str(params.get("chat_id")) == str(self.chat)

    def refusal(self) -> Refused | None:
        """The answer to give, None for rules about time and connection."""
        if self.kind == "429":
            return too_many(self.retry_after)
        if self.kind == "403":
            return forbidden(FORBIDDEN.get(self.text, self.text or FORBIDDEN["blocked"]))
        if self.kind == "400":
            return bad(self.text or "chat not found")
        if self.kind == "401":
            return Refused(401, "Unauthorized")
        if self.kind == "409":
            return Refused(409, f"Conflict: {self.text or 'terminated by other getUpdates request'}")
        return None

    def reading(self) -> dict[str, Any]:
        """What `/control/faults` shows."""
        return {name: getattr(self, name) for name in self.__slots__}


class Faults:
    """The rules in force, oldest first."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []
        self._last = 0

    def add(self, kind: str, **fields: Any) -> Fault:
        """Put a rule in force."""
        if kind not in KINDS:
            raise Misuse(f"there is no fault {kind!r}; there are {', '.join(KINDS)}")
        if kind == "5xx" and not 500 <= fields.get("code", 502) <= 599:
            raise Misuse("the code of a 5xx fault lies between 500 and 599")
        if (times := fields.get("times")) is not None and times < 1:
            raise Misuse("times must be at least 1; leave it out for a fault that lasts until it is cleared")
        self._last += 1
        fault = Fault(self._last, kind, **fields)
        self.rules.append(fault)
        return fault

    def clear(self, id: int | None = None) -> int:
        """Lift one rule or all; returns how many went."""
        before = len(self.rules)
        self.rules = [rule for rule in self.rules if id is not None and rule.id != id]
        return before - len(self.rules)

    def take(self, bot: int, method: str, params: Mapping[str, Any]) -> Fault | None:
        """The rule for this request, counted as used."""
        for rule in self.rules:
            if not rule.fits(bot, method, params):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            rule.used += 1
            if rule.times is not None and rule.used >= rule.times:
                self.rules.remove(rule)
            return rule
        return None
