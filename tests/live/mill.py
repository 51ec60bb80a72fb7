"""What a child runs: `frontline run` itself, with an echo for its handler where a test counts."""

from __future__ import annotations

import asyncio
import os
import runpy
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from handlers.turn import Turn
from storage.outbound import SendText

DAWDLE_SECONDS = 8.0
ROOT = Path(__file__).parents[2]


async def echo(turn: Turn) -> None:
    """Repeat what is said, and leave traces that can be counted: a number, an event, an answer."""
    if turn.message is None:
        return
    heard = int(turn.conversation.memory.get("heard", 0)) + 1
    turn.conversation.memory = {"v": 1, "heard": heard}
    turn.record("echo.heard", update=turn.inbound.update, nth=heard, worker=os.getpid())
    turn.send(SendText(f"echo {turn.text}"))
    if turn.text.startswith("stumble"):
        raise RuntimeError("stumbled")
    if turn.text.startswith("dawdle"):
        await asyncio.sleep(DAWDLE_SECONDS)


def frontline(
    config: str,
    handler: str = "business",
    lease_seconds: float | None = None,
    look_seconds: float | None = None,
    settings: Mapping[str, str] | None = None,
) -> None:
    """The command `frontline run`, with `settings` of its own as variables.

    Leases may be made shorter, so that a restart need not wait for them; and stations may look less
    often by themselves, so that a test sees who is woken.
    """
    import bot.leases
    import bot.running
    import bot.send
    import bot.work
    from bot.cli import main

    os.environ.update(settings or {})
    if handler == "echo":
        bot.running.App = partial(bot.running.App, handle=echo)
    if lease_seconds is not None:
        bot.leases.LIFE = timedelta(seconds=lease_seconds)
        bot.leases.RENEW_SECONDS = lease_seconds / 4
    if look_seconds is not None:
        bot.work.POLL_SECONDS = bot.send.POLL_SECONDS = look_seconds
    main(["run", "--config", config], prog_name="frontline")


def example(name: str, environment: Mapping[str, str]) -> None:
    """A script of `examples/`, as `python examples/…` runs it."""
    os.environ.update(environment)
    runpy.run_path(str(ROOT / "examples" / f"{name}.py"), run_name="__main__")
