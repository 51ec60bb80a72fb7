"""Long polling that confirms only what has been accepted. Shared by every gateway that speaks the Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.gateways.contract import Accept, Arrival
from bot.gateways.errors import Conflict, DeliveryError, Unreachable
from bot.gateways.telegram_reading import UPDATE_KINDS, read_batch

log = structlog.get_logger("polling")

POLL_SECONDS = 25
BATCH = 100
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
CONFLICT_PAUSE = 5.0

Call = Callable[..., Awaitable[Any]]


async def poll(call: Call, accept: Accept, *, seconds: int = POLL_SECONDS) -> None:
    """Ask for updates until cancelled. Raises Unauthorised; any other trouble is waited out.

    The offset, which confirms, moves only after `accept` has returned; so an update that could
    not be stored is simply delivered again.
    """
    offset: int | None = None
    pause = FIRST_PAUSE
    while True:
        try:
            arrivals = await fetch_batch(call, offset, seconds)
            if arrivals:
                await accept(arrivals)
                offset = next_offset(arrivals, offset)
            pause = FIRST_PAUSE
            continue
        except Conflict:
            log.warning("poll.conflict", pause=CONFLICT_PAUSE)
            await asyncio.sleep(CONFLICT_PAUSE)
            continue
        except (Unreachable, DeliveryError) as problem:
            log.warning("poll.unreachable", problem=type(problem).__name__, pause=pause)
        except OSError as problem:
            log.warning("poll.not_accepted", problem=type(problem).__name__, pause=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def fetch_batch(call: Call, offset: int | None, seconds: int) -> list[Arrival]:
    """One request for updates."""
    parameters: dict[str, Any] = {
        "timeout": seconds,
        "limit": BATCH,
        "allowed_updates": list(UPDATE_KINDS),
    }
    if offset is not None:
        parameters["offset"] = offset
    raws = await call("getUpdates", **parameters)
    return read_batch(raws if isinstance(raws, list) else [])


def next_offset(arrivals: list[Arrival], offset: int | None) -> int | None:
    """The offset that confirms these arrivals. Ids may restart anywhere, so the last one counts."""
    for arrival in reversed(arrivals):
        if arrival.update is not None:
            return arrival.update + 1
    return offset
