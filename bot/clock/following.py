"""Following the clock of a sandbox, so that its travels in time are ours too."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.clock.clocks import Clock

log = structlog.get_logger("clock")

POLL_SECONDS = 1.0
_TIMEOUT = ClientTimeout(total=3)


def is_here(address: str) -> bool:
    """Whether a web address is on this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def sandbox_offset(clock: Clock, session: ClientSession, api_base: str) -> timedelta | None:
    """How far the sandbox's clock is ahead; None if this is no sandbox or it does not answer."""
    try:
        async with session.get(f"{api_base}/control/clock", timeout=_TIMEOUT) as answer:
            if answer.status != 200:
                return None
            return datetime.fromisoformat((await answer.json())["now"]) - clock.machine()
    except (ClientError, TimeoutError, ValueError, KeyError, TypeError):
        return None


async def look_once(clock: Clock, api_base: str) -> None:
    """Set a clock to the sandbox's, if there is one."""
    if not is_here(api_base):
        return
    async with ClientSession() as session:
        offset = await sandbox_offset(clock, session, api_base)
    if offset is not None:
        clock.follow(offset)


async def follow_sandbox(clock: Clock, api_base: str, *, seconds: float = POLL_SECONDS) -> None:
    """Look at the sandbox's clock every second, until cancelled; only at one on this machine."""
    if not is_here(api_base):
        return
    async with ClientSession() as session:
        while True:
            offset = await sandbox_offset(clock, session, api_base)
            if offset is not None and clock.follow(offset):
                log.info("clock.travelled", seconds=round(offset.total_seconds()))
            await asyncio.sleep(seconds)
