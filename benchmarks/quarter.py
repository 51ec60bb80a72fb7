"""A quarter in frozen time: thousands of cases, real handlers and duties, and an audit after every day.

    python -m benchmarks.quarter [--cases 5000] [--days 92] [--seed 1]

Customers hurry, withdraw, stay silent and are not satisfied; agents are late, absent, forget, and one leaves
each month; public holidays and their swap days lie within. Ends with code 1 if any audit found a fault.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.migrate import migrate
from tests.simulated.in_place import open_in_place
from tests.simulated.play import Cast, Play
from tests.simulated.staff import Manner
from tests.simulated.staging import school_house

START = datetime(2026, 8, 31, 16, 0, tzinfo=UTC)
"""Midnight of 1 September 2026 in Shanghai: National Day and its swap days are a month away."""
STEP = timedelta(hours=2)
QUIET_DAYS = 14
"""The last days are without new customers: what is open comes to its end."""
MANNERS = (
    Manner(share=0.9, days_until_done=0.7),
    Manner(share=0.8),
    Manner(share=0.3, days_until_done=2),
    Manner(share=0.8, absent=0.2),
    Manner(share=0.8, forgets=0.2),
    Manner(share=0.7, breaks=0.1),
)
DUTIES = (
    ("complaints", "consulting"),
    ("complaints", "service"),
    ("consulting", "service"),
    ("complaints",),
    ("consulting",),
    ("service", "complaints"),
)
NAMES = (
    *("Lin", "Sun", "Zhao", "Gao", "Ma", "Xu", "He", "Tang", "Chen", "Zhou", "Wu", "Fang"),
    *("Shen", "Han", "Yang", "Zhu", "Qin", "You", "Kong", "Cao", "Yan", "Hua", "Jin", "Wei"),
)
HANDED_IN = 0.85
"""Some of those who come are in the middle of another matter, and it goes on there."""
SHOWN = (
    "open",
    "received",
    "taken",
    "reopened",
    "resolved",
    "breaches",
    "breaches told",
    "return visits due",
    "coverage",
)


def cast_of(cases: int) -> Cast:
    """Agents and customers enough for so many cases."""
    agents = {
        f"{name} {number}": (DUTIES[number % 6], MANNERS[number % 6]) for number, name in enumerate(NAMES)
    }
    return Cast(agents, customers=max(cases // 2, 50))


async def play(cases: int, days: int, seed: int) -> bool:
    """Play it; whether every audit was clean."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        store = open_in_place(Path(folder) / "quarter.db")
        await migrate(store.engine)
        quarter = await Play.open(store, school_house(), cast_of(cases), start=START, seed=seed)
        print(f"{'day':>12} " + " ".join(f"{name:>17}" for name in SHOWN) + "   faults", flush=True)
        a_day = cases / (max(days - QUIET_DAYS, 1) * HANDED_IN)
        owed = 0.0
        for day in range(days):
            if day % 30 == 20:
                leaver = next(agent for agent in quarter.desks.agents if not agent.left)
                quarter.desks.dismiss(leaver)
            owed += a_day if day < days - QUIET_DAYS else 0
            found = await quarter.day(int(owed), STEP)
            owed -= int(owed)
            row = " ".join(f"{found.figures.get(name, 0):>17g}" for name in SHOWN)
            day_played = (quarter.office.local - timedelta(hours=1)).date()
            print(f"{day_played!s:>12} {row}   {len(found.faults)}", flush=True)
            for fault in found.faults[:5]:
                print(f"             ! {fault}", flush=True)
        figures = quarter.audits[-1].figures
        faults = sum(len(found.faults) for found in quarter.audits)
        print(
            f"\n{figures['cases']:g} cases, {faults} faults in {days} audits, "
            f"{time.perf_counter() - began:.0f} s"
        )
        for name in sorted(figures):
            print(f"  {name:<24} {figures[name]:g}")
        for act, count in quarter.desks.acts.most_common():
            print(f"  {act:<40} {count}")
        await store.close()
    return faults == 0


def main() -> None:
    """Read the arguments and play."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--days", type=int, default=92)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(play(given.cases, given.days, given.seed)) else 1)


if __name__ == "__main__":
    main()
