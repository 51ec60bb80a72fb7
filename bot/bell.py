"""A bell between stations: there is something to do, look at the rows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Bell:
    """Rung by whoever has committed rows, heard by whoever works on them. Many rings are one."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.elsewhere: Callable[[], None] | None = None
        """Has it heard in other processes too."""

    def ring(self) -> None:
        """There is something to do, for whoever is first."""
        self.hear()
        if self.elsewhere is not None:
            self.elsewhere()

    def hear(self) -> None:
        """There is something to do, said another process: nobody else is told."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings, or the time is up (a ring of another process may not have come through)."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()
