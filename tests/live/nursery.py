"""A process that has imported everything once and forks children that begin at once.

It reads orders from its input, one JSON object a line, and answers each with the child's process id.
How a child ended is written into the file its order names. When the input ends, no child survives.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import select
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

PRELOAD = (
    "alembic.command",
    "bot.cli",
    "bot.journal",
    "bot.running",
    "bot.settings",
    "tests.live.mill",
)
TOKEN = "100001:AAwarmWarmWarmWarmWarmWarmWarmWarmWarmW"
LOOK_SECONDS = 0.02


def main() -> None:
    """Serve orders until there are no more."""
    for name in PRELOAD:
        import_module(name)
    _warm_up()
    print("ready", flush=True)
    ends: dict[int, Path] = {}
    waiting = ""
    while True:
        _reap(ends)
        if not select.select([sys.stdin.fileno()], [], [], LOOK_SECONDS)[0]:
            continue
        read = os.read(sys.stdin.fileno(), 65536).decode()
        if not read:
            break
        *lines, waiting = (waiting + read).split("\n")
        for line in lines:
            order = json.loads(line)
            pid = os.fork()
            if pid == 0:
                _live(order)
            ends[pid] = Path(order["end"])
            print(pid, flush=True)
    for pid in ends:
        os.kill(pid, signal.SIGKILL)


def _warm_up() -> None:
    """Do once what every start does, so that children find it done: texts, client, migrations."""
    from bot.house_building import build_house
    from bot.opening import open_gateway, open_store, prepare
    from bot.settings import Settings

    async def first_start(settings: Settings) -> None:
        store = open_store(settings)
        await prepare(store)
        await store.close()

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate(
            {"storage": {"url": f"sqlite:///{folder}/warm.db"}, "telegram": {"token": TOKEN}}
        )
        build_house(settings)
        open_gateway(settings)
        asyncio.run(first_start(settings))
    gc.collect()
    gc.freeze()


def _reap(ends: dict[int, Path]) -> None:
    while ends:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        place = ends.pop(pid)
        half = place.with_suffix(".half")
        half.write_text(str(os.waitstatus_to_exitcode(status)), "utf-8")
        half.rename(place)


def _live(order: dict[str, Any]) -> None:
    """What the child does: the function of the order, with its journal in a file."""
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        journal = os.open(order["journal"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(journal, 2)
        module, _, name = order["run"].partition(":")
        work: Callable[..., None] = getattr(import_module(module), name)
        work(**order["with"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
