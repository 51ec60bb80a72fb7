"""Everything the sandbox knows, in one place, with the few look-ups that all parts share."""

from __future__ import annotations

import random
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.accounts import Account, BotAccount, bot_id_of
from bot.sandbox.chats import Chat
from bot.sandbox.clock import Clock
from bot.sandbox.errors import Misuse
from bot.sandbox.faults import Faults
from bot.sandbox.limits import Limits
from bot.sandbox.media import Files
from bot.sandbox.stream import Hub
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhooks

MAX_CALLBACKS = 10_000


@dataclass(slots=True)
class Callback:
    """A press that waits for its answer."""

    id: str
    bot: int
    chat: int
    message_id: int
    user: int
    data: str
    expires: float
    answer: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is remembered."""

    messages: int = 100_000
    updates: int = 500_000
    calls: int = 20_000
    events: int = 1_000
    file_bytes: int = 256 * 1024 * 1024


@dataclass(slots=True)
class Call:
    """One request of a bot, as `/control/calls` shows it."""

    number: int
    at: float
    bot: int
    method: str
    params: dict[str, Any]
    result: Any = None
    error: dict[str, Any] | None = None
    fault: str | None = None

    def reading(self) -> dict[str, Any]:
        """The call as JSON."""
        shape = {
            "number": self.number,
            "at": self.at,
            "bot": self.bot,
            "method": self.method,
            "params": self.params,
            "ok": self.error is None,
        }
        shape |= {"result": self.result} if self.error is None else {"error": self.error}
        return shape | ({"fault": self.fault} if self.fault else {})


@dataclass(slots=True)
class State:
    """Accounts, bots, chats, files, and what was said and asked."""

    machine: Callable[[], float]
    clock: Clock
    limits: Limits
    bounds: Bounds
    slow_repeats: bool
    webhooks: Webhooks
    hub: Hub = field(init=False)
    files: Files = field(init=False)
    faults: Faults = field(default_factory=Faults)
    accounts: dict[int, Account] = field(default_factory=dict)
    bots: dict[int, BotAccount] = field(default_factory=dict)
    groups: dict[int, Chat] = field(default_factory=dict)
    privates: dict[tuple[int, int], Chat] = field(default_factory=dict)
    callbacks: OrderedDict[str, Callback] = field(default_factory=OrderedDict)
    calls: deque[Call] = field(init=False)
    order: deque[tuple[Chat, int]] = field(default_factory=deque)
    call_number: int = 0
    next_account: int = 700_000_001
    next_group: int = 1_000_001
    random: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        """Make what depends on the bounds."""
        self.hub = Hub(self.bounds.events)
        self.files = Files(self.bounds.file_bytes)
        self.calls = deque(maxlen=self.bounds.calls)

    def bot_for(self, bot_id: int) -> BotAccount:
        """The bot of this number, made on first sight."""
        bot = self.bots.get(bot_id)
        if bot is None:
            first_id = self.random.randint(100_000_000, 900_000_000)
            queue = UpdateQueue(
                self.machine, first_id=first_id, slow_repeats=self.slow_repeats, at_most=self.bounds.updates
            )
            bot = BotAccount(bot_id, f"Frontline {bot_id}", f"frontline_{bot_id}_bot", queue)
            self.bots[bot_id] = bot
        return bot

    def find_bot(self, given: Any) -> BotAccount | None:
        """A bot by object, number, token or @username; None when there is no such bot."""
        if isinstance(given, BotAccount):
            return given
        if isinstance(given, str):
            if given.lstrip("-").isdigit():
                given = int(given)
            elif (bot_id := bot_id_of(given)) is not None:
                return self.bot_for(bot_id)
            else:
                name = given.lstrip("@").lower()
                return next((bot for bot in self.bots.values() if bot.username.lower() == name), None)
        return self.bots.get(given)

    def the_bot(self, given: Any = None) -> BotAccount:
        """The named bot, or the only one there is."""
        if given is not None:
            bot = self.find_bot(given)
            if bot is None:
                raise Misuse(f"there is no bot {given!r}; give a token, a bot's number or its @username")
            return bot
        if len(self.bots) != 1:
            raise Misuse(
                f"there are {len(self.bots)} bots: say which one with 'bot' (token, number or @username)"
            )
        return next(iter(self.bots.values()))

    def the_account(self, given: Any) -> Account:
        """The person by object, id or @username."""
        if isinstance(given, Account):
            return given
        if isinstance(given, str) and given.isdigit():
            given = int(given)
        if isinstance(given, str):
            name = given.lstrip("@").lower()
            found = next((a for a in self.accounts.values() if (a.username or "").lower() == name), None)
        else:
            found = self.accounts.get(given)
        if found is None:
            raise Misuse(f"there is no account {given!r}; make one first, or look at /control/accounts")
        return found

    def remember(self, chat: Chat, message: dict[str, Any]) -> None:
        """Keep a message; the oldest of all chats go when there are too many."""
        chat.messages[message["message_id"]] = message
        self.order.append((chat, message["message_id"]))
        if len(self.order) > self.bounds.messages:
            old_chat, old_id = self.order.popleft()
            old_chat.forget(old_id)

    def add_callback(self, callback: Callback) -> None:
        """Keep a press; the oldest go when there are too many."""
        self.callbacks[callback.id] = callback
        if len(self.callbacks) > MAX_CALLBACKS:
            self.callbacks.popitem(last=False)
