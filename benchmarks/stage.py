"""What the benchmarks that need no network share: customers who ask, and a channel that takes everything."""

from __future__ import annotations

import time
from typing import Any

from bot.app import App, open_account, open_departments
from bot.clock.clocks import Clock
from bot.gateways.contract import Accept, Identity
from bot.pace import UNLIMITED
from handlers import router
from handlers.rules import FloodRules, Rules
from storage.outbound import Outbound, Sent
from storage.store import Store
from tests.town.house import school

ASKED = "How much is a trial lesson?"


class Nowhere:
    """A channel that takes everything."""

    def __init__(self) -> None:
        self._sent = 0

    async def listen(self, accept: Accept) -> None:
        """Nothing comes by itself."""

    async def send(self, outbound: Outbound) -> Sent:
        """Taken."""
        self._sent += 1
        return Sent(messages=(str(self._sent),))


async def open_app(url: str) -> App:
    """All five stations on a migrated base, none of them running."""
    store = Store.open(url)
    account = await open_account(store, Identity("telegram", "700001", "bench", "Bench"))
    house = school(Rules(floods=FloodRules(messages=10**9)))
    await open_departments(store, house)
    app = App(store, Nowhere(), house, account, clock=Clock(), limits=UNLIMITED, handle=router.handle)
    await app.knowledge.open()
    return app


def question(number: int, sender: int) -> dict[str, Any]:
    """The update in which a customer asks something that the base knows."""
    who = {"id": sender, "first_name": "A", "is_bot": False, "language_code": "en"}
    message = {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": sender, "type": "private", "first_name": "A"},
        "from": who,
        "text": ASKED,
    }
    return {"update_id": number, "message": message}
