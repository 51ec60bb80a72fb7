"""Compare them: `python -m benchmarks.size --small URL --large URL`, two databases, empty at first."""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from typing import Any

from sqlalchemy import func, select, text

from benchmarks.size.filling import FIRST_CUSTOMER, add_customers, add_messages, settle
from benchmarks.size.measuring import Statements
from benchmarks.size.pages import Pages
from benchmarks.stage import open_app, question
from bot.app import App
from bot.gateways.telegram_reading import read_batch
from storage.account import Chat
from storage.migrate import migrate
from storage.store import Store

BATCH = 100
SMALL_CUSTOMERS = 20_000
SMALL_ROWS = 200_000
"""Large enough to be looked up in: of a few thousand customers PostgreSQL reads all, and no index."""
STEP = 250_000
PAGE_ROUNDS = 9
NOTHING = "SELECT 1 AS nothing"


class Base:
    """A base of some size with the app on it, driven a hundred messages at a time."""

    def __init__(self, app: App, customers: int) -> None:
        self.app = app
        self.customers = customers
        self.statements = Statements(app.store.engine)
        self._update = time.time_ns() // 10**6 * 1_000  # above all that it is filled with

    @classmethod
    async def open(cls, url: str, customers: int, rows: int) -> Base:
        """The base at a URL, filled first if it is empty."""
        store = Store.open(url)
        await migrate(store.engine)
        await store.close()
        app = await open_app(url)
        async with app.store.read() as session:
            chats = await session.scalar(select(func.count()).select_from(Chat)) or 0
        if chats < customers:
            began = time.perf_counter()
            await fill(app, customers, rows)
            took = time.perf_counter() - began
            print(f"{customers:,} customers, {rows:,} messages: filled in {took:,.0f} s", flush=True)
        return cls(app, customers)

    def _messages(self) -> list[dict[str, Any]]:
        asking = random.sample(range(1, self.customers + 1), BATCH)
        self._update += BATCH
        return [question(self._update + nth, FIRST_CUSTOMER + number) for nth, number in enumerate(asking)]

    async def round(self) -> None:
        """Everything that happens to a hundred messages, one tick, and a statement that touches nothing."""
        self.app.receiver.forget()
        await self.app.accept(read_batch(self._messages()))
        while await self.app.worker.once():
            pass
        while await self.app.sender.cycle() or not self.app.sender.idle:
            await self.app.sender.back()
        await self.app.ticker.tick()
        async with self.app.store.read() as session:
            await session.execute(text(NOTHING))

    async def measured(self, *, retain: bool) -> None:
        """One round whose statements count, with the job that forgets what is old at its end if asked."""
        with self.statements:
            await self.round()
            if retain:
                await self.app.ticker.retain()

    async def pages(self, rounds: int) -> dict[str, float]:
        """The pages that every statement of a round touches, the retention job among them."""
        async with Pages(self.app.store.engine) as pages:
            await self.round()
            for _ in range(rounds):
                pages.next_round()
                await self.round()
                await self.app.ticker.retain()
                await asyncio.sleep(0)  # the server's last words are heard in a turn of the loop
            return pages.usual()


async def fill(app: App, customers: int, rows: int) -> None:
    """Fill an empty base."""
    engine = app.store.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        # Filled by the million; the keys are right by how they are made.
        await connection.execute(text("SET session_replication_role = replica"))
        await add_customers(connection, app.account.id, 1, customers)
        for first in range(1, rows + 1, STEP):
            await add_messages(connection, app.account.id, customers, first, min(first + STEP - 1, rows))
        await connection.execute(text("RESET session_replication_role"))
        await settle(connection)


async def compare(options: argparse.Namespace) -> None:
    """Measure both by turns, so that a machine that slows down slows down both, and print the ratios."""
    small = await Base.open(options.small, SMALL_CUSTOMERS, SMALL_ROWS)
    large = await Base.open(options.large, options.customers, options.rows)
    for base in (small, large):
        for _ in range(5):
            await base.round()
    for nth in range(options.rounds):
        for base in (small, large):
            await base.measured(retain=nth % 5 == 4)
    _print("milliseconds", small.statements.usual(), large.statements.usual())
    few, many = await small.pages(PAGE_ROUNDS), await large.pages(PAGE_ROUNDS)
    _print(f"pages for {BATCH} messages", few, many)
    await small.app.store.close()
    await large.app.store.close()


def _print(what: str, small: dict[str, float], large: dict[str, float]) -> None:
    print(f"{'small':>9} {'large':>9} {'ratio':>6} {what}")
    for wording in sorted(large, key=lambda one: large[one], reverse=True):
        before, after = small.get(wording, 0), large[wording]
        print(f"{before:9.2f} {after:9.2f} {after / before if before else 1:6.2f} {wording}")
    print(f"together {sum(large.values()) / sum(small.values()):.2f} x", flush=True)


def main() -> None:
    """What is measured is the database's time and the way to it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", required=True, help="URL of one database")
    parser.add_argument("--large", required=True, help="URL of another")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=10_000_000, help="in inbox, outbox and record each")
    parser.add_argument("--rounds", type=int, default=40)
    asyncio.run(compare(parser.parse_args()))


if __name__ == "__main__":
    main()
