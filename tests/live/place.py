"""A place to run children in: a sandbox, a settings file that points there, customers who write."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.sandbox import Sandbox
from bot.sandbox.state import Bounds
from tests.live.children import Child, Nursery

TOKEN = "100001:AAtownTownTownTownTownTownTownTownTown"
NO_LIMITS = "limits = { bot = 100000, chat = 100000 }"
FAQ = Path(__file__).parents[1] / "doctor" / "small_faq.toml"
RUN = "tests.live.mill:frontline"
CALM_SECONDS = 0.3
BOUNDS = Bounds(messages=400_000, calls=400_000)

SETTINGS = """\
[telegram]
token = "{token}"
api_base = "{api_base}"
{limits}
[storage]
url = {url}
[business]
name = "Ivy Lane"
faq = {faq}
default_language = "en"
[log]
format = "json"
"""


@dataclass
class Place:
    """Where the bot's customers are."""

    nursery: Nursery
    sandbox: Sandbox
    config: Path
    url: str
    customers: list[int] = field(default_factory=list)
    said: dict[int, list[str]] = field(default_factory=dict)
    _echoes: set[str] = field(default_factory=set)
    _looked: int = 0

    def child(self, handler: str = "echo", **options: Any) -> Child:
        """Start Frontline here."""
        return self.nursery.child(RUN, config=str(self.config), handler=handler, **options)

    def people(self, count: int) -> list[int]:
        """So many more customers."""
        new = [self.sandbox.world.account(name=f"C{n}", language_code="en") for n in range(count)]
        self.customers += new
        self.said |= {customer: [] for customer in new}
        return new

    def say(self, customer: int, text: str | None = None) -> str:
        """A customer writes; without words, their next number."""
        said = self.said[customer]
        words = f"{customer}-{len(said)}" if text is None else text
        self.sandbox.world.send(customer, text=words)
        said.append(words)
        return words

    def heard(self, customer: int) -> list[str]:
        """What the bot said to a customer."""
        messages = self.sandbox.world.messages(customer)
        return [message.get("text", "") for message in messages if message.get("from", {}).get("is_bot")]

    @property
    def waiting(self) -> int:
        """How many messages have not been echoed yet."""
        for call in reversed(self.sandbox.state.calls):
            if call.number <= self._looked:
                break
            if call.method == "sendMessage" and call.error is None:
                self._echoes.add(call.params["text"])
        self._looked = self.sandbox.state.call_number
        return sum(map(len, self.said.values())) - len(self._echoes)

    @property
    def answered(self) -> int:
        """How many messages have been echoed."""
        return sum(map(len, self.said.values())) - self.waiting

    def all_answered(self) -> bool:
        """Whether everything that was said has been echoed."""
        return self.waiting == 0

    async def calm(self) -> int:
        """Wait until Telegram has taken up what a dead process had still sent; the number of its last call.

        A request that left before the kill may be read after it: it belongs to the life that ended. Counted
        to the next life, a message that each of two lives had said once would look like one said twice
        in a single life. Nothing is hidden by waiting: nobody else may speak meanwhile, the audit counts all
        calls, and a repeat is only forgiven if a death lies between it and what it repeats.
        """
        seen, state = -1, self.sandbox.state
        while seen != state.call_number:
            seen = state.call_number
            await asyncio.sleep(CALM_SECONDS)
        return seen


@asynccontextmanager
async def place(nursery: Nursery, folder: Path, url: str, *, limits: bool = False) -> AsyncIterator[Place]:
    """A sandbox and a settings file for it; nobody survives the end. `limits`: both keep Telegram's."""
    async with Sandbox(
        enforce_limits=limits, slow_repeats=False, bounds=BOUNDS, webhook_delay=lambda attempt: 0.1
    ) as sandbox:
        sandbox.world.bot(TOKEN)
        config = folder / "frontline.toml"
        written = SETTINGS.format(
            token=TOKEN,
            api_base=sandbox.url,
            limits="" if limits else NO_LIMITS,
            url=json.dumps(url),
            faq=json.dumps(str(FAQ)),
        )
        config.write_text(written, "utf-8")
        try:
            yield Place(nursery, sandbox, config, url)
        finally:
            nursery.empty()
