"""What stands before several workers: each new connection goes to the next of them that is there."""

from __future__ import annotations

import asyncio
import socket

from tests.live.cable import carry_both


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Balancer:
    """Takes connections on one port and hands them to workers in turn, as a reverse proxy does."""

    def __init__(self) -> None:
        self.port = 0
        self.workers: list[int] = []
        """The ports of the workers that are there."""
        self._turn = 0
        self._carried: list[tuple[int, asyncio.StreamWriter, asyncio.StreamWriter]] = []
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Take connections."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Take no more."""
        if self._server is not None:
            self._server.close()

    def give_up(self, port: int) -> None:
        """This worker does not answer any more: nobody waits for it."""
        self.workers.remove(port)
        for _, here, there in [one for one in self._carried if one[0] == port]:
            here.transport.abort()
            there.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(len(self.workers)):
            self._turn += 1
            port = self.workers[self._turn % len(self.workers)]
            try:
                there_reader, there = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue  # it is starting, or dead
            self._carried.append((port, writer, there))
            await carry_both((reader, writer), (there_reader, there))
            self._carried.remove((port, writer, there))
            return
        writer.transport.abort()
