"""A day in frozen time: 400 customers, 12 agents in 3 departments, breaks, departures, and kills in between.

    python -m benchmarks.day [--customers 400] [--kills 12] [--seed 1]

Cases are given to agents one by one. Prints how long customers waited for a person's first words, and what
each agent had.
Ends with code 1 if an audit found a fault, or if a matter was left without an answer.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from storage.migrate import migrate
from storage.store import Store
from tests.simulated.one_day import OneDay


async def play(customers: int, kills: int, seed: int) -> bool:
    """Play it; whether all was well."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'day.db'}", synchronous="NORMAL")
        await migrate(store.engine)
        day = await OneDay.play(store, customers=customers, agents=12, kills=kills, leavers=2, seed=seed)
        await store.close()
    faults = [fault for found in day.audits for fault in found.faults]
    for fault in faults[:20]:
        print(f"! {fault}")
    print(
        f"{day.cases} cases of {customers} customers, {len(day.unanswered)} unanswered, {kills} kills, "
        f"{len(day.audits)} audits, {len(faults)} faults, {time.perf_counter() - began:.0f} s"
    )
    print(f"first words of a person: p50 {day.wait(0.5)}, p90 {day.wait(0.9)}")
    print(f"\n{'agent':<12} {'cases':>6} {'replies':>8} {'most at once':>13}")
    for name, cases, replies, most in day.loads:
        print(f"{name:<12} {cases:>6} {replies:>8} {most:>13}")
    return not faults and not day.unanswered


def main() -> None:
    """Read the arguments and play."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--customers", type=int, default=400)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(play(given.customers, given.kills, given.seed)) else 1)


if __name__ == "__main__":
    main()
