"""A cable between a program and its server that can be pulled and put back."""

from __future__ import annotations

import asyncio
from contextlib import suppress

End = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Cable:
    """Forwards a port of its own to a server. Pulled: every connection breaks and no new one is taken."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def plug(self) -> None:
        """Take connections, on the same port as before."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def pull(self) -> None:
        """Break everything."""
        if self._server is not None:
            self._server.close()
        for end in self._ends:
            end.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there = await asyncio.open_connection(*self._to)
        except OSError:
            writer.transport.abort()
            return
        self._ends |= {writer, there}
        try:
            await carry_both((reader, writer), (there_reader, there))
        finally:
            self._ends -= {writer, there}


async def carry_both(here: End, there: End) -> None:
    """Carry what each end says to the other, until one of them ends."""
    await asyncio.gather(_carry(here[0], there[1]), _carry(there[0], here[1]))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.CancelledError):
        while content := await reader.read(65536):
            writer.write(content)
            await writer.drain()
    writer.close()
