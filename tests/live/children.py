"""Children of the nursery, as tests see them: started in a moment, killed, told to stop, waited for."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOOK_SECONDS = 0.01


async def until(holds: Callable[[], object], seconds: float) -> None:
    """Wait until something holds in the world of processes, where nobody rings a bell."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)


@dataclass(frozen=True)
class Child:
    """One process that runs Frontline."""

    pid: int
    journal: Path
    end: Path

    def tell(self, sign: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, sign)

    async def ended(self, seconds: float = 15.0) -> int:
        """Wait until it is gone; its exit code, or minus the signal that ended it."""
        await until(self.end.exists, seconds)
        return int(self.end.read_text("utf-8"))

    async def stopped(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Tell it to stop, and see that it ends in order within ten seconds."""
        self.tell(sign)
        assert await self.ended(10.0) == 0, self.journal.read_text("utf-8")

    async def killed(self) -> None:
        """Kill it, in the middle of whatever it does."""
        self.tell(signal.SIGKILL)
        await self.ended()

    def told(self, event: str) -> list[dict[str, Any]]:
        """What its journal says about something."""
        if not self.journal.exists():
            return []
        lines = self.journal.read_text("utf-8").splitlines()
        said = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [line for line in said if line["event"] == event]

    async def tells(self, event: str, seconds: float = 30.0) -> dict[str, Any]:
        """Wait until its journal says something."""
        await until(lambda: self.told(event) or self.end.exists(), seconds)
        lines = self.told(event)
        assert lines, self.journal.read_text("utf-8")
        return lines[0]

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return not self.end.exists()


class Nursery:
    """Starts children. It has imported everything, so that a start costs no more than the start itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._born: list[Child] = []
        self._count = 0
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FRONTLINE_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.live.nursery"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def child(self, run: str, **options: Any) -> Child:
        """Start a child that calls `run` (`module:function`) with these options."""
        self._count += 1
        name = f"child{self._count}"
        journal, end = self._folder / f"{name}.log", self._folder / f"{name}.end"
        order = {"run": run, "with": options, "journal": str(journal), "end": str(end)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        child = Child(int(self._answer()), journal, end)
        self._born.append(child)
        return child

    def empty(self) -> None:
        """Kill whoever is still alive, and see them gone."""
        alive = [child for child in self._born if child.alive]
        for child in alive:
            with suppress(ProcessLookupError):
                child.tell(signal.SIGKILL)
        while any(child.alive for child in alive):
            time.sleep(LOOK_SECONDS)
        self._born = []

    def close(self) -> None:
        """No children, and no nursery."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
