"""Run the comparison and print its table: `python -m benchmarks.throughput`."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from typing import Any

TOKEN = "{number}:AAbenchBenchBenchBenchBenchBenchBenchBench"


def contend(
    kind: str, run: int, options: argparse.Namespace, *, database: str | None = None
) -> dict[str, Any]:
    """One contender against a fresh emulator."""
    token = TOKEN.format(number=700_000 + run)
    asks = "How much is a trial lesson?" if kind == "frontline-faq" else "hello {number}"
    emulator = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "benchmarks.throughput.emulator",
            "--tokens",
            token,
            "--messages",
            str(options.messages),
            "--people",
            str(options.people),
            "--text",
            asks,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if emulator.stdout is None:
            raise RuntimeError("the emulator has no output")
        url = emulator.stdout.readline().strip()
        command = [
            sys.executable,
            "-m",
            "benchmarks.throughput.contender",
            kind,
            "--url",
            url,
            "--token",
            token,
            "--answers",
            str(options.messages),
        ]
        if database:
            command += ["--database", database]
        command += ["--born", repr(time.time())]
        done = subprocess.run(command, capture_output=True, text=True, timeout=options.seconds, check=True)
        found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return found
    finally:
        emulator.kill()
        emulator.wait()


def main() -> None:
    """Take turns, so that a machine that slows down slows everybody down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=5_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=300.0, help="limit for one contender")
    parser.add_argument("--postgres", help="URL of an empty database, to measure it too")
    options = parser.parse_args()
    contenders: list[tuple[str, str, str | None]] = [
        ("stock aiogram echo", "aiogram", None),
        ("stock aiogram echo on uvloop", "aiogram-uvloop", None),
        ("Frontline echo, SQLite FULL", "frontline", None),
        ("Frontline FAQ answer, SQLite FULL", "frontline-faq", None),
        ("stock PTB echo", "ptb", None),
        ("stock PTB echo on uvloop", "ptb-uvloop", None),
        ("Frontline echo over PTB, SQLite FULL", "frontline-ptb", None),
    ]
    if options.postgres:
        contenders += [
            ("Frontline echo, PostgreSQL", "frontline", options.postgres),
            ("Frontline FAQ answer, PostgreSQL", "frontline-faq", options.postgres),
            ("Frontline echo over PTB, PostgreSQL", "frontline-ptb", options.postgres),
        ]
    figures: dict[str, list[dict[str, Any]]] = {name: [] for name, _, _ in contenders}
    for run in range(options.runs):
        for name, kind, database in contenders:
            figures[name].append(contend(kind, run, options, database=database))
    stock = {False: _rate(figures["stock aiogram echo"]), True: _rate(figures["stock PTB echo"])}
    print(f"{'':36} {'updates/CPU-s':>14} {'× stock':>8} {'wall s':>8} {'start s':>8} {'peak MB':>8}")
    for name, runs in figures.items():
        rate = _rate(runs)
        reference = stock["PTB" in name]
        wall = statistics.median(run["wall"] for run in runs)
        peak = max(run["peak_mb"] for run in runs)
        start = statistics.median(run["start_up"] for run in runs)
        print(f"{name:36} {rate:14,.0f} {rate / reference:8.2f} {wall:8.1f} {start:8.1f} {peak:8.0f}")


def _rate(runs: list[dict[str, Any]]) -> float:
    return statistics.median(run["answers"] / run["cpu"] for run in runs)


if __name__ == "__main__":
    main()
