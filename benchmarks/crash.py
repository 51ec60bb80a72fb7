"""Kill Frontline under load, many times, and print what came of it: `python -m benchmarks.crash --kills 200`.

`--outage 60` is another run: Telegram answers nothing right for so many seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from storage.migrate import migrate
from storage.store import Store
from tests.live.children import Nursery
from tests.live.crashing import CrashRun, Plan
from tests.live.outage import OutageRun
from tests.live.place import place


async def run(options: argparse.Namespace, nursery: Nursery, folder: Path) -> int:
    """One run on an empty database; the number of things that should not have been."""
    url = options.database or f"sqlite:///{folder / 'crash.db'}"
    store = Store.open(url)
    await migrate(store.engine)
    began = time.monotonic()
    try:
        async with place(nursery, folder, url) as there:
            if options.outage:
                ledger = await OutageRun(there, store, options.outage, options.seed).go()
            else:
                plan = Plan(
                    kills=options.kills,
                    seed=options.seed,
                    customers=options.customers,
                    longest_life=options.life,
                    finish_seconds=600.0,
                )
                ledger = await CrashRun(there, store, plan).go()
    finally:
        await store.close()
    print(f"{store.dialect}, seed {options.seed}, {time.monotonic() - began:.0f} s")
    print("\n".join([*ledger.lines(), *(f"!! {fault}" for fault in ledger.faults)]))
    return len(ledger.faults)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--customers", type=int, default=40)
    parser.add_argument("--life", type=float, default=0.9, help="the longest life after a start, in seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--outage", type=float, default=0.0, help="seconds without Telegram, instead of kills"
    )
    parser.add_argument("--database", help="URL of an empty database (default: a SQLite file for the moment)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        nursery = Nursery(Path(folder))
        try:
            faults = asyncio.run(run(options, nursery, Path(folder)))
        finally:
            nursery.close()
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
