"""What writes voice notes down: a small protocol, and one that runs a command of the business's choice."""

from __future__ import annotations

import asyncio
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Protocol

LONGEST = 4000


class CannotHear(Exception):
    """The transcriber failed; the words say why, for the journal."""


class Transcriber(Protocol):
    """Turns sound into words. Whatever has this method can be plugged in."""

    async def transcribe(self, sound: bytes, language: str) -> str:
        """The words of an OGG/Opus note, "" if there are none. Raises CannotHear.

        `language` ("zh" or "en") is the one the person mostly writes: a hint, no more.
        """
        ...


class CommandTranscriber:
    """Runs a command that is given a file and prints what it hears.

    In its arguments {file} stands for the file, {language} for the hint; without {file} the file comes last.
    """

    def __init__(self, command: Sequence[str], limit: timedelta) -> None:
        self._command = tuple(command)
        self._limit = limit.total_seconds()

    async def transcribe(self, sound: bytes, language: str) -> str:
        """Write the sound to a file, run the command on it, and read what it prints within the time limit."""
        with tempfile.TemporaryDirectory(prefix="frontline-") as folder:
            file = Path(folder) / "note.ogg"
            await asyncio.to_thread(file.write_bytes, sound)
            return await self._run(self._arguments(file, language))

    def _arguments(self, file: Path, language: str) -> list[str]:
        given = [part.replace("{file}", str(file)).replace("{language}", language) for part in self._command]
        return given if any("{file}" in part for part in self._command) else [*given, str(file)]

    async def _run(self, arguments: list[str]) -> str:
        try:
            process = await asyncio.create_subprocess_exec(
                *arguments, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
            )
        except OSError as error:
            raise CannotHear(f"{arguments[0]}: {error.strerror}") from None
        try:
            said, _ = await asyncio.wait_for(process.communicate(), self._limit)
        except TimeoutError:
            raise CannotHear(f"took longer than {self._limit:g} s") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            raise CannotHear(f"ended with code {process.returncode}")
        return " ".join(said.decode("utf-8", "replace").split())[:LONGEST]
