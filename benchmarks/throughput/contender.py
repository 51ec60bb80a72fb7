"""One bot in a process of its own: it answers a number of messages and prints what that took, as JSON."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any


class Meter:
    """CPU and wall seconds from the start of receiving to the last answer."""

    def __init__(self, expected: int, born: float) -> None:
        self.expected = expected
        self.born = born
        self.start_up = 0.0
        self.count = 0
        self.done = asyncio.Event()
        self.started = (time.process_time(), time.perf_counter())

    def start(self) -> None:
        """From here on it counts; what came before was starting up."""
        self.start_up = time.time() - self.born
        self.started = (time.process_time(), time.perf_counter())

    def tick(self) -> None:
        """One answer has been sent."""
        self.count += 1
        if self.count >= self.expected:
            self.done.set()

    def report(self) -> str:
        """The figures of this run."""
        return json.dumps(
            {
                "answers": self.count,
                "start_up": self.start_up,
                "cpu": time.process_time() - self.started[0],
                "wall": time.perf_counter() - self.started[1],
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )


async def stock_aiogram(url: str, token: str, meter: Meter) -> None:
    """What aiogram's own documentation shows: a Dispatcher, an echo, long polling."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"echo {message.text}")
        meter.tick()

    meter.start()
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    await meter.done.wait()
    print(meter.report(), flush=True)
    await dispatcher.stop_polling()
    await polling


async def stock_ptb(url: str, token: str, meter: Meter) -> None:
    """What python-telegram-bot's own documentation shows: an Application, an echo, long polling."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await update.message.reply_text(f"echo {update.message.text}")
        meter.tick()

    builder = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        meter.start()
        await application.start()
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        await meter.done.wait()
        print(meter.report(), flush=True)
        await application.updater.stop()
        await application.stop()


async def frontline(
    url: str, token: str, meter: Meter, database: str | None, faq: bool, library: str = "aiogram"
) -> None:
    """All five stations, SQLite with synchronous=FULL unless a database is named."""
    import structlog
    from sqlalchemy import delete

    from bot.app import App, open_account, open_departments
    from bot.clock.clocks import Clock
    from bot.opening import library_door
    from bot.pace import UNLIMITED
    from handlers import router
    from handlers.rules import FloodRules, Rules
    from handlers.turn import Turn
    from storage.inbox import InboxRow
    from storage.migrate import migrate
    from storage.outbound import Outbound, SendText, Sent
    from storage.store import Store
    from tests.town.house import school

    class Metered(library_door(library)):
        async def send(self, outbound: Outbound) -> Sent:
            sent = await super().send(outbound)
            meter.tick()
            return sent

    # Standard output is for the figures.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))

    async def echo(turn: Turn) -> None:
        turn.send(SendText(f"echo {turn.text}"))

    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(database or f"sqlite:///{Path(folder) / 'bench.db'}")
        await migrate(store.engine)
        async with store.begin() as session:
            await session.execute(delete(InboxRow))
        gateway = Metered(token, api_base=url)
        account = await open_account(store, await gateway.identify())
        house = school(Rules(floods=FloodRules(messages=10**9)))
        await open_departments(store, house)
        handle: Callable[[Turn], Awaitable[Any]] = router.handle if faq else echo
        app = App(store, gateway, house, account, clock=Clock(), limits=UNLIMITED, handle=handle)
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 50, 100)
        stopping = asyncio.Event()
        meter.start()
        running = asyncio.create_task(app.run(stopping))
        await meter.done.wait()
        print(meter.report(), flush=True)
        stopping.set()
        await running
        await gateway.close()
        await store.close()


def new_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """The program's own loop (`bot.running.loop_factory`), without all that the program imports."""
    import uvloop

    return uvloop.new_event_loop


KINDS: dict[str, dict[str, Any]] = {
    "aiogram": {},
    "aiogram-uvloop": {},
    "ptb": {},
    "ptb-uvloop": {},
    "frontline": {"faq": False},
    "frontline-faq": {"faq": True},
    "frontline-ptb": {"faq": False, "library": "ptb"},
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=list(KINDS))
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--answers", type=int, required=True)
    parser.add_argument("--database")
    parser.add_argument("--born", type=float, default=time.time(), help="when the process was made")
    chosen = parser.parse_args()
    meter_ = Meter(chosen.answers, chosen.born)
    contender: Coroutine[Any, Any, None]
    if chosen.kind.startswith("aiogram"):
        contender = stock_aiogram(chosen.url, chosen.token, meter_)
    elif chosen.kind.startswith("ptb"):
        contender = stock_ptb(chosen.url, chosen.token, meter_)
    else:
        contender = frontline(chosen.url, chosen.token, meter_, chosen.database, **KINDS[chosen.kind])
    # What runs by its documentation alone has the standard library's loop; the program has uvloop's.
    with asyncio.Runner(loop_factory=None if chosen.kind in ("aiogram", "ptb") else new_loop()) as runner:
        runner.run(contender)
