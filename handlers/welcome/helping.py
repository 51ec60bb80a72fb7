"""Help: what can be done here, by who asks and where."""

from __future__ import annotations

from handlers.turn import Turn
from storage.outbound import SendText


async def show(turn: Turn) -> None:
    """Say what this person can do here. Groups are spoken to in the language of the house."""
    language = turn.language if turn.private else turn.house.default_language
    turn.send(SendText(turn.say(language, f"welcome.help.{_audience(turn)}").strip()))


def _audience(turn: Turn) -> str:
    if not turn.private:
        return "group"
    if turn.staff is None:
        return "customer"
    return "manager" if turn.is_manager else "agent"
