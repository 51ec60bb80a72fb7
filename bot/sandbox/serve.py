"""The sandbox as a command: serves until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable

from bot.sandbox.server import Sandbox


async def serve(
    host: str = "127.0.0.1", port: int = 8081, *, enforce_limits: bool = True, names: Iterable[str] = ()
) -> None:
    """Serve until cancelled, SIGINT or SIGTERM; prints one line when ready.

    `names` are those by which others than this machine may address it.
    """
    sandbox = Sandbox(enforce_limits, allowed_hosts=names)
    await sandbox.start(host, port)
    print(f"Local Bot API ready at {sandbox.url} (control: {sandbox.url}/control/)", flush=True)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    try:
        await stop.wait()
    finally:
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(sign)
        await sandbox.stop()
