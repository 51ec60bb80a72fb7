"""Several workers under load on one PostgreSQL, killed again and again, and the database restarted.

`python -m benchmarks.workers --database postgresql://… --kills 40 --workers 4`; `--restart COMMAND` restarts
the server in truth (one that is yours alone), otherwise all its connections end and none is to be had.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from storage.event import Event
from storage.migrate import migrate
from storage.store import Store
from tests.live.children import Nursery
from tests.live.fleet import FleetPlan, FleetRun, fleet


async def run(options: argparse.Namespace, nursery: Nursery, folder: Path) -> int:
    """One run on an empty database; the number of things that should not have been."""
    store = Store.open(options.database)
    await migrate(store.engine)
    began = time.monotonic()
    plan = FleetPlan(
        kills=options.kills,
        customers=options.customers,
        seed=options.seed,
        restart=options.restart,
        finish_seconds=300.0,
    )
    try:
        there = fleet(
            nursery,
            folder,
            options.database,
            workers=options.workers,
            lease_seconds=options.lease,
            direct=bool(options.restart),
        )
        async with there as workers:
            rush = FleetRun(workers, store, plan)
            ledger = await rush.go()
        async with store.read() as session:
            facts = list(await session.scalars(select(Event.facts).where(Event.verb == "echo.heard")))
    finally:
        await store.close()
    print(f"{options.workers} workers, seed {options.seed}, {time.monotonic() - began:.0f} s")
    figures = [f"{'processes that handled messages':36}{len({fact['worker'] for fact in facts}):>10,}"]
    figures.append(f"{'longest silence after a kill, s':36}{rush.longest:>10.1f}")
    print("\n".join([*ledger.lines(), *figures, *(f"!! {fault}" for fault in ledger.faults)]))
    return len(ledger.faults)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="URL of an empty PostgreSQL database")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--customers", type=int, default=40)
    parser.add_argument("--lease", type=float, default=12.0, help="seconds a duty is leased for")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--restart", default="", help="a command that restarts the server, half-way")
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
