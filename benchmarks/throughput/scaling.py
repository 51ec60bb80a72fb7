"""More workers on one PostgreSQL base: `python -m benchmarks.throughput.scaling --postgres URL`."""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from typing import Any

from sqlalchemy import delete, func, select

from benchmarks.stage import open_app, question
from bot.gateways.telegram_reading import read_batch
from bot.running import loop_factory
from storage.inbox import InboxRow
from storage.migrate import migrate
from storage.outbox import OutboxRow
from storage.store import Store

BATCH = 100


async def fill(url: str, messages: int, people: int) -> None:
    """Accept questions that nobody has worked on yet. Everybody has asked before."""
    store = Store.open(url)
    await migrate(store.engine)
    async with store.begin() as session:
        await session.execute(delete(OutboxRow))
        await session.execute(delete(InboxRow))
    await store.close()
    app = await open_app(url)
    number = 0
    for amount in (people, messages):
        for _ in range(0, amount, BATCH):
            raws = [question(number + nth + 1, 1000 + (number + nth) % people) for nth in range(BATCH)]
            await app.accept(read_batch(raws))
            number += BATCH
        if amount == people:
            while await app.worker.once():
                pass
    await app.store.close()


async def work(url: str) -> None:
    """One worker: ready, set, go, until nothing is left."""
    app = await open_app(url)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    began, cpu, done = time.perf_counter(), time.process_time(), 0
    while claimed := await app.worker.once():
        done += claimed
    figures = {
        "done": done,
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - began,
    }
    print(json.dumps(figures), flush=True)
    await app.store.close()


async def left(url: str) -> int:
    """How many questions nobody has worked on."""
    store = Store.open(url)
    async with store.read() as session:
        waiting = select(func.count()).select_from(InboxRow).where(InboxRow.finished_at.is_(None))
        found = await session.scalar(waiting) or 0
    await store.close()
    return found


def contend(url: str, workers: int) -> list[dict[str, Any]]:
    """So many workers begin at the same moment."""
    command = [sys.executable, "-m", "benchmarks.throughput.scaling", "--postgres", url, "--work"]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    for process in processes:
        while process.stdout and process.stdout.readline().strip() != "ready":
            pass
    for process in processes:
        if process.stdin:
            process.stdin.write("\n")
            process.stdin.flush()
    return [json.loads(process.communicate()[0].strip().splitlines()[-1]) for process in processes]


def main() -> None:
    """Answers from the base, handled and written; receiving and sending are one process's either way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", required=True, help="URL of an empty database")
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(work(options.postgres))
        return
    print(f"{'workers':>8} {'answers/s':>10} {'× one':>6} {'answers/CPU-s':>14}")
    one = 0.0
    for workers in options.workers:
        asyncio.run(fill(options.postgres, options.messages, options.people))
        figures = contend(options.postgres, workers)
        if asyncio.run(left(options.postgres)):
            raise RuntimeError("something was left undone")
        done = sum(figure["done"] for figure in figures)
        rate = done / max(figure["wall"] for figure in figures)
        one = one or rate
        print(f"{workers:8} {rate:10,.0f} {rate / one:6.2f} {done / sum(f['cpu'] for f in figures):14,.0f}")


if __name__ == "__main__":
    main()
