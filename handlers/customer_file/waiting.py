"""Which panels wait for words: a reply to one of them says what to remember."""

from __future__ import annotations

from handlers.turn import Turn

_WAITING = "preferences"
_MOST = 20


def expect(turn: Turn, case_id: int, message: str) -> None:
    """From now on a reply to this message of ours says what to remember."""
    _keep(turn, [*_others(turn, message), [message, case_id]])


def forget(turn: Turn, message: str) -> None:
    """A reply to it is about something else again."""
    if expected(turn, message) is not None:
        _keep(turn, _others(turn, message))


def expected(turn: Turn, message: str | None) -> int | None:
    """The case whose customer a reply to this message is about."""
    return next(
        (int(case) for one, case in turn.conversation.memory.get(_WAITING, []) if one == message), None
    )


def _others(turn: Turn, message: str) -> list[list[str | int]]:
    return [one for one in turn.conversation.memory.get(_WAITING, []) if one[0] != message]


def _keep(turn: Turn, waiting: list[list[str | int]]) -> None:
    turn.conversation.memory = {**turn.conversation.memory, "v": 1, _WAITING: waiting[-_MOST:]}
