"""Commands that only managers may use, and only in private."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from handlers.turn import Turn

Command = Callable[[Turn, str], Awaitable[None]]


def for_managers(command: Command) -> Command:
    """Let only managers use a command; everybody else is told so."""

    @wraps(command)
    async def guarded(turn: Turn, rest: str) -> None:
        if turn.is_manager:
            await command(turn, rest)
        else:
            turn.reply("router.manager_only")

    return guarded
