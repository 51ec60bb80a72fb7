"""Each gateway, polling and called, on each database: from an update to the delivered answer."""

from __future__ import annotations

import asyncio

from bot.app import App, open_account
from bot.gateways.telegram_door import TelegramDoor
from bot.pace import UNLIMITED
from bot.sandbox import Sandbox
from handlers.turn import Turn
from storage.outbound import SendText
from storage.store import Store
from tests.town.clock import StillClock
from tests.town.house import school


async def echo(turn: Turn) -> None:
    """Repeat the message."""
    turn.send(SendText(f"echo {turn.text}"))


async def test_what_is_written_is_kept_handled_and_answered(
    door: TelegramDoor, sandbox: Sandbox, store: Store
) -> None:
    """Confirmed to the channel once it is in the database; an update that comes twice is answered once."""
    anna, bo = sandbox.world.account(), sandbox.world.account()
    account = await open_account(store, await door.identify())
    app = App(store, door, school(), account, clock=StillClock(), limits=UNLIMITED, handle=echo)
    for number in range(3):
        sandbox.world.send(anna, text=f"{number}")
        sandbox.world.send(bo, text=f"{number}")
    listening = asyncio.create_task(door.listen(app.accept))
    await sandbox.until(lambda: not sandbox.world.pending())
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    while await app.worker.once() or not app.sender.idle or await app.sender.cycle():
        await app.sender.cycle()
        await app.sender.back()
    for who in (anna, bo):
        said = [one["text"] for one in sandbox.world.messages(who) if one["from"]["is_bot"]]
        assert said == ["echo 0", "echo 1", "echo 2"]
