"""Thousands of messages due at once while customers write, against a Telegram that keeps its limits.

`python -m benchmarks.pacing` runs in machine time that only moves when told: the real sender, the real pace
and the local Bot API on one clock, requests and answers each taking a while. `--wall 60` is the whole of
`frontline run` as a process of its own over HTTP, in wall time, for so many seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import insert, select

from storage.account import Chat
from storage.migrate import migrate
from storage.outbound import SendText, encode_operation
from storage.outbox import OUTBOX, OutboxState, Priority
from storage.store import Store
from tests.delivery.rush import Rush
from tests.live.children import Nursery, until
from tests.live.place import Place, place
from tests.town.clock import StillClock

ALLOWED = 30
"""Messages a second, by Telegram's word and the sandbox's limit."""


def table(title: str, seconds: float, refused: int, sent: dict[str, int], waits: Sequence[float]) -> int:
    """Print what came of it; the number of things that should not have been."""
    slowest = sorted(waits)
    rate = sum(sent.values()) / seconds
    p50, p95, p99 = (slowest[min(int(len(slowest) * part), len(slowest) - 1)] for part in (0.5, 0.95, 0.99))
    print(title)
    for name, figure in (
        ("seconds", f"{seconds:,.1f}"),
        ("broadcasts sent", f"{sent.get('broadcast', 0):,}"),
        ("replies sent meanwhile", f"{sent.get('reply', 0):,}"),
        ("429 answers", f"{refused:,}"),
        ("messages a second", f"{rate:.2f}"),
        (f"share of the {ALLOWED} allowed", f"{rate / ALLOWED:.1%}"),
        ("reply waited, p50 / p95 / p99", f"{p50:.3f} / {p95:.3f} / {p99:.3f} s"),
    ):
        print(f"  {name:34}{figure:>24}")
    return int(refused > 0) + int(rate < 0.95 * ALLOWED) + int(p95 >= 1.5)


def now_and_then(chats: list[int], chance: random.Random, each_look: float) -> Iterator[list[int]]:
    """Some of these people write, about so many each time the sender looks."""
    while True:
        yield [chance.choice(chats)] if chance.random() < each_look else []


async def simulated(store: Store, options: argparse.Namespace) -> int:
    """On one clock that only moves when told: the same figures on any machine."""
    rush = Rush(store, StillClock(), seed=options.seed, way=options.way)
    await rush.open()
    due, live = await rush.people(options.messages), await rush.people(options.customers)
    await rush.owe(due, Priority.broadcast)
    began = time.monotonic()
    writing = now_and_then(live, random.Random(options.seed), options.replies * 0.02)
    figures = await rush.until_sent("broadcast", len(due), writing=writing)
    title = f"machine time, {store.dialect}, {time.monotonic() - began:.0f} s of wall time"
    return table(title, figures.seconds, figures.refused, figures.sent, figures.waits["reply"])


async def on_the_wall(store: Store, there: Place, options: argparse.Namespace) -> int:
    """`frontline run` over HTTP, for a while."""
    live = there.people(options.customers)
    child = there.child()
    await child.tells("run.started")
    for customer in live:
        there.say(customer)
        await asyncio.sleep(1 / options.replies)
    await until(there.all_answered, 60)
    await owe_broadcast(store, there, options.messages)
    await until(lambda: len(broadcasts(there)) > 2 * ALLOWED, 60)
    chance, wrote = random.Random(options.seed), dict[str, float]()
    first, began = there.sandbox.state.call_number, time.monotonic()
    while time.monotonic() - began < options.wall:
        wrote["echo " + there.say(chance.choice(live))] = time.monotonic()
        await asyncio.sleep(chance.expovariate(options.replies))
    seconds = time.monotonic() - began
    calls = [call for call in there.sandbox.state.calls if call.number > first and call.at < began + seconds]
    refused = sum(call.error is not None and call.error["error_code"] == 429 for call in calls)
    texts = [
        (call.params["text"], call.at) for call in calls if call.method == "sendMessage" and not call.error
    ]
    sent = {
        "broadcast": sum(text.startswith("broadcast") for text, _ in texts),
        "reply": sum(text in wrote for text, _ in texts),
    }
    waits = [at - wrote[text] for text, at in texts if text in wrote]
    await child.stopped()
    title = f"wall time, {store.dialect}, the whole of `frontline run` over HTTP"
    return table(title, seconds, refused, sent, waits)


def broadcasts(there: Place) -> list[str]:
    """Which of them have arrived."""
    return [
        call.params["text"]
        for call in there.sandbox.state.calls
        if call.method == "sendMessage" and not call.error and call.params["text"].startswith("broadcast")
    ]


async def owe_broadcast(store: Store, there: Place, count: int) -> None:
    """One message for each of so many people who have never written lately."""
    people = [there.sandbox.world.account(name=f"B{number}") for number in range(count)]
    for person in people:
        there.sandbox.world.private_chat(person)
    async with store.begin() as session:
        account = (await session.execute(select(Chat.account_id))).scalars().first()
        chats = [{"account_id": account, "external_id": str(person), "kind": "private"} for person in people]
        await session.execute(insert(Chat), chats)
        rows = await session.execute(select(Chat.id).where(Chat.external_id.in_([str(p) for p in people])))
        owed = [
            {
                "account_id": account,
                "chat_id": chat,
                "priority": int(Priority.broadcast),
                "body": encode_operation(SendText(f"broadcast {chat}")),
                "state": OutboxState.waiting,
                "attempts": 0,
                "created_at": StillClock().now(),
            }
            for (chat,) in rows
        ]
        await session.execute(insert(OUTBOX), owed)


async def run(options: argparse.Namespace, folder: Path) -> int:
    """One run on an empty database."""
    url = options.database or f"sqlite:///{folder / 'pacing.db'}"
    store = Store.open(url)
    await migrate(store.engine)
    try:
        if not options.wall:
            return await simulated(store, options)
        nursery = Nursery(folder)
        try:
            async with place(nursery, folder, url, limits=True) as there:
                return await on_the_wall(store, there, options)
        finally:
            nursery.close()
    finally:
        await store.close()


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--customers", type=int, default=40)
    parser.add_argument("--replies", type=float, default=3.0, help="replies a second, about")
    parser.add_argument(
        "--way", type=float, default=0.01, help="seconds to Telegram, on the average, and back"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wall", type=float, default=0.0, help="so many seconds of wall time instead")
    parser.add_argument("--database", help="URL of an empty database (default: a SQLite file for the moment)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = asyncio.run(run(options, Path(folder)))
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
