"""Trouble and time: faults, broken updates, expiry, restarted update ids, the pacing limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.sandbox.errors import Misuse
from bot.sandbox.world.place import Places, Ref

BROKEN: dict[str, Any] = {"message": {"message_id": "not a number", "chat": [], "date": None}}


class Trouble(Places):
    """What can go wrong."""

    def fault(
        self,
        kind: str,
        method: str | None = None,
        chat: int | None = None,
        bot: Ref | None = None,
        times: int | None = None,
        skip: int = 0,
        retry_after: int = 1,
        text: str = "",
        code: int = 502,
        seconds: float = 60.0,
    ) -> int:
        """Let requests fail; returns the fault's number, for clearing it."""
        number = self.state.the_bot(bot).id if bot is not None else None
        rule = self.state.faults.add(
            kind,
            method=method,
            chat=chat,
            bot=number,
            times=times,
            skip=skip,
            retry_after=retry_after,
            text=text,
            code=code,
            seconds=seconds,
        )
        return rule.id

    def clear_faults(self, id: int | None = None) -> int:
        """Lift one fault or all; returns how many went."""
        return self.state.faults.clear(id)

    def limits(self, enforced: bool | None = None, **numbers: float) -> dict[str, Any]:
        """Switch or set the pacing limits; returns what holds now."""
        if enforced is None and not numbers:
            return self.state.limits.reading()
        return self.state.limits.change(enforced, **numbers)

    def garbage(self, fields: dict[str, Any] | None = None, bot: Ref | None = None) -> int:
        """Queue an update no library can decode, or any raw fields; returns its update id."""
        return self.state.the_bot(bot).queue.put_raw(fields or BROKEN)

    def next_update_id(self, update_id: int, bot: Ref | None = None) -> bool:
        """Let the update ids go on from here, as they do after an idle week."""
        if not 0 < update_id < 2**31 - 1:
            raise Misuse("an update id lies between 1 and 2147483646")
        self.state.the_bot(bot).queue.restart_at(update_id)
        return True

    def expire(self, callback: str | None = None) -> int:
        """Let one press grow too old to be answered, or all; returns how many."""
        fresh = [
            each
            for each in self.state.callbacks.values()
            if each.answer is None and callback in (None, each.id) and each.expires > self.state.machine()
        ]
        for each in fresh:
            each.expires = self.state.machine()
        return len(fresh)

    def move_clock(
        self, advance: float | None = None, set: str | None = None, offset: float | None = None
    ) -> dict[str, Any]:
        """Move the business clock by seconds, to a moment, or to an offset from wall time."""
        if sum(value is not None for value in (advance, set, offset)) != 1:
            raise Misuse('give one of "advance" (seconds), "set" (a time with zone) and "offset" (seconds)')
        clock = self.state.clock
        if advance is not None:
            clock.advance(advance)
        elif offset is not None:
            clock.move_to_offset(offset)
        elif set is not None:
            clock.set(_moment(set))
        return dict(clock.reading())


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Misuse(f"{text!r} is no time such as 2026-03-01T09:00:00+08:00") from error
