"""From update to delivered message at half of what it can take: `python -m benchmarks.throughput.latency`.

What it can take is measured first, in the same run: so many messages waiting, answered one and all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import time
from typing import Any

from benchmarks.throughput.__main__ import TOKEN, contend
from bot.sandbox import Sandbox
from bot.sandbox.state import Bounds

CAPACITY_SECONDS = 300.0
"""Whoever has not answered everything by then is stuck."""
UNMEASURED_SECONDS = 5
"""The first messages meet new customers and statements that were never run."""


async def observe(
    kind: str, rate: float, seconds: float, people: int, database: str | None
) -> dict[str, Any]:
    """A bot in a process of its own answers messages that come evenly; what it took, in milliseconds."""
    messages = int(rate * (seconds + UNMEASURED_SECONDS))
    bounds = Bounds(messages=4 * messages, calls=10 * messages + 10_000)
    sandbox = Sandbox(enforce_limits=False, slow_repeats=False, bounds=bounds)
    await sandbox.start()
    token = TOKEN.format(number=700_000)
    bot = sandbox.world.bot(token)
    accounts = [sandbox.world.account(name=f"Customer {n}", language_code="en") for n in range(people)]
    command = [sys.executable, "-m", "benchmarks.throughput.contender", kind, "--url", sandbox.url]
    command += ["--token", token, "--answers", str(messages), "--born", repr(time.time())]
    if database:
        command += ["--database", database]
    contender = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    while not sandbox.world.calls(method="getMe"):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    asked: dict[str, float] = {}
    began = time.monotonic()
    for number in range(messages):
        await asyncio.sleep(max(began + number / rate - time.monotonic(), 0))
        text = f"hello {number}"
        asked[f"echo {text}"] = time.monotonic()
        sandbox.world.send(accounts[number % people], text=text, bot=bot)
    output, _ = await contender.communicate()
    calls = sandbox.world.calls(method="sendMessage")
    await sandbox.stop()
    took = sorted(
        1000 * (call["at"] - asked[call["params"]["text"]])
        for call in calls
        if asked[call["params"]["text"]] > began + UNMEASURED_SECONDS
    )
    figures = json.loads(output.decode().strip().splitlines()[-1])
    cuts = statistics.quantiles(took, n=100)
    return {
        "messages": len(took),
        "p50": cuts[49],
        "p95": cuts[94],
        "p99": cuts[98],
        "core": figures["cpu"] / figures["wall"],
    }


def capacity(options: argparse.Namespace) -> float:
    """How many messages a second it answers when there are always some waiting."""
    asked = argparse.Namespace(messages=options.messages, people=options.people, seconds=CAPACITY_SECONDS)
    found = contend(options.kind, 0, asked, database=options.postgres)
    return float(found["answers"] / found["wall"])


def main() -> None:
    """Echo through all five stations; this process plays Telegram."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--kind", default="frontline", choices=["frontline", "frontline-ptb", "aiogram", "ptb"]
    )
    parser.add_argument("--rate", type=float, help="messages in a second, instead of half the capacity")
    parser.add_argument("--messages", type=int, default=3_000, help="so many to find the capacity with")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--postgres", help="URL of an empty database; without it, SQLite")
    options = parser.parse_args()
    most = None if options.rate else capacity(options)
    rate = options.rate or (most or 0.0) / 2
    found = asyncio.run(observe(options.kind, rate, options.seconds, options.people, options.postgres))
    if most:
        print(f"{options.kind}: at most {most:.0f} in a second")
    print(
        f"{options.kind}: {found['messages']} messages at {rate:.0f} in a second, "
        f"p50 {found['p50']:.0f} ms, p95 {found['p95']:.0f} ms, p99 {found['p99']:.0f} ms, "
        f"{found['core']:.0%} of a core"
    )


if __name__ == "__main__":
    main()
