"""A busy desk: one department, 60 events a minute for an hour, and a Telegram that takes 20 from a group.

`python -m benchmarks.desk` plays customers and agents through the real handlers, the real sender and the
local Bot API, all on one clock that only moves when told: with three groups, and with one for comparison.
An event is whatever the bot owes a group: a message, an edit, a title, a new topic.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import structlog

from storage.migrate import migrate
from storage.store import Store
from tests.groups.busy import KINDS, BusyDesk, Figures
from tests.town.house import school

GROWS = 60.0
"""Seconds by which the slowest twentieth may be slower in the last quarter than in the first."""


def table(title: str, figures: Figures, seconds: float) -> None:
    """Print what came of it."""
    print(title)
    for name, figure in (
        ("events owed to the groups", f"{figures.owed:,}"),
        ("operations sent for them", f"{figures.operations:,}"),
        ("429 answers", f"{figures.refused:,}"),
        ("customers' words lost / shown twice", f"{figures.lost} / {figures.twice}"),
        ("after the end, until nothing waited", f"{figures.drained / 60:.1f} min"),
        ("heads and managers told", f"{len(figures.told)} times"),
        ("wall time", f"{seconds:.0f} s"),
    ):
        print(f"  {name:42}{figure:>26}")
    print(f"  {'delay, p50 / p95 / max, seconds':42}{'first quarter':>26}{'last quarter':>26}")
    for kind in KINDS.values():
        quarters = (
            " / ".join(f"{figures.part(kind, quarter, share):.0f}" for share in (0.5, 0.95, 1.0))
            for quarter in (0, 3)
        )
        print(f"  {kind:42}" + "".join(f"{quarter:>26}" for quarter in quarters))
    for words in figures.told[:1]:
        print(f"  told: {words}")


def faults(figures: Figures) -> int:
    """The number of things that should not have been, with groups enough."""
    grown = sum(figures.part(kind, 3, 0.95) > figures.part(kind, 0, 0.95) + GROWS for kind in KINDS.values())
    return int(figures.refused > 0) + int(figures.lost > 0) + int(figures.twice > 0) + grown


async def run(folder: Path, groups: int, options: argparse.Namespace) -> int:
    """One run on an empty database."""
    store = Store.open(f"sqlite:///{folder / f'desk{groups}.db'}")
    await migrate(store.engine)
    began = time.monotonic()
    desk = await BusyDesk.open(store, school(), groups, options.seed)
    try:
        figures = await desk.run(options.minutes, options.events)
    finally:
        await desk.close()
        await store.close()
    title = f"{groups} group(s), {options.events} events a minute for {options.minutes} minutes"
    table(title, figures, time.monotonic() - began)
    return faults(figures)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--events", type=int, default=60, help="events a minute")
    parser.add_argument("--groups", type=int, nargs="+", default=[3, 1], help="the first must keep up")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory() as folder:
        wrong = [asyncio.run(run(Path(folder), groups, options)) for groups in options.groups]
    raise SystemExit(1 if wrong[0] else 0)


if __name__ == "__main__":
    main()
