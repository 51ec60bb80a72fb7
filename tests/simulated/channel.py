"""A channel that lives in memory: who sees what, which buttons there are, and what was answered."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.gateways.contract import Accept, Arrival
from bot.gateways.errors import Undeliverable
from handlers.texts import Texts
from storage.inbound import ChatRef, Inbound, Membership, Message, Press, Sender
from storage.outbound import (
    AnswerPress,
    Buttons,
    Copy,
    CreateTopic,
    Delete,
    Edit,
    Outbound,
    SendAlbum,
    SendFile,
    SendText,
    Sent,
)

GONE = "blocked"
"""What the channel says of those who have blocked the bot."""
KEPT = 40
"""So many messages of a chat are remembered: nobody here scrolls further up."""


@dataclass(slots=True)
class Heard:
    """A message of the bot's, as somebody sees it."""

    id: str
    chat: str
    thread: str | None
    at: datetime
    text: str = ""
    buttons: dict[str, str] = field(default_factory=dict)
    """Label → what it carries."""
    copied: bool = False
    """Whether it is somebody else's message, passed on."""


class Channel:
    """What a gateway is to the bot, and a chat app to people."""

    def __init__(self, now: Callable[[], datetime], texts: Texts) -> None:
        self._now = now
        self._numbers = itertools.count(1)
        self._keys: dict[str, set[str]] = defaultdict(set)
        for language in ("en", "zh"):
            for key in texts.keys(language):
                value = texts.value(language, key)
                if isinstance(value, str):
                    self._keys[value].add(key)
        self.seen: dict[tuple[str, str | None], dict[str, Heard]] = defaultdict(dict)
        self.answers: dict[str, str] = {}
        """Query → the words a press was answered with."""
        self.arrivals: list[Arrival] = []
        self.heard: list[Heard] = []
        """What was said since it was last looked at."""
        self.spoken_to: Counter[str] = Counter()
        """How often the bot did anything for a person's chat: words, reactions, copies out of it."""
        self.read: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        """Private chat → all that the bot said there."""
        self.gone: set[str] = set()
        """Who has blocked the bot."""

    # What the bot does.

    async def listen(self, accept: Accept) -> None:
        """Nothing comes by itself."""

    async def send(self, outbound: Outbound) -> Sent:
        """Perform one operation, which always works but for those who are gone."""
        what, chat = outbound.what, outbound.chat
        if chat in self.gone:
            raise Undeliverable(GONE)
        self.spoken_to[chat] += 1
        match what:
            case AnswerPress():
                self.answers[what.query] = what.text
                return Sent()
            case CreateTopic():
                return Sent(thread=str(next(self._numbers)))
            case SendText():
                return self._say(outbound, what.text, what.buttons)
            case SendFile():
                return self._say(outbound, what.caption, what.buttons)
            case Copy():
                self.spoken_to[what.from_chat] += 1
                sent = [self._say(outbound, what.caption or "", (), copied=True) for _ in what.messages]
                return Sent(messages=tuple(one.messages[0] for one in sent))
            case SendAlbum():
                sent = [self._say(outbound, one.caption, (), copied=True) for one in what.files]
                return Sent(messages=tuple(one.messages[0] for one in sent))
            case Edit():
                there = self.seen[chat, outbound.thread].get(what.message)
                if there is not None:
                    there.text, there.buttons = what.text, labels(what.buttons)
                    self.heard.append(there)
                return Sent()
            case Delete():
                self.seen[chat, outbound.thread].pop(what.message, None)
                return Sent()
            case _:
                return Sent()

    def _say(self, outbound: Outbound, text: str, buttons: Buttons, *, copied: bool = False) -> Sent:
        chat, thread = outbound.chat, outbound.thread
        one = Heard(str(next(self._numbers)), chat, thread, self._now(), text, labels(buttons), copied=copied)
        place = self.seen[chat, thread]
        place[one.id] = one
        if len(place) > KEPT:
            # What can still be pressed is kept longest.
            del place[next((key for key, old in place.items() if not old.buttons), next(iter(place)))]
        self.heard.append(one)
        if thread is None:
            self.read[chat].append((one.at, text))
        return Sent(messages=(one.id,))

    def means(self, label: str) -> set[str]:
        """Which texts of the catalogue a label is."""
        return self._keys.get(label, set())

    def button(self, message: Heard, key: str) -> str | None:
        """What the button of that text carries, if the message has one."""
        return next((data for label, data in message.buttons.items() if key in self.means(label)), None)

    # What people do.

    def says(self, who: Sender, text: str, *, group: str | None = None, thread: str | None = None) -> None:
        """Somebody writes, in private or in a group's topic."""
        self._arrives(who, Message(id=str(next(self._numbers)), text=text), group, thread)

    def presses(self, who: Sender, message: Heard, data: str, *, group: str | None = None) -> str:
        """Somebody presses a button; gives the query, by which the answer is found."""
        query = f"q{next(self._numbers)}"
        self._arrives(who, Press(query, data, message.id), group, message.thread)
        return query

    def brings(self, who: Sender, group: str) -> None:
        """Somebody makes the bot an administrator of a group."""
        self._arrives(who, Membership("bot", "administrator", is_me=True), group, None)

    def _arrives(
        self, who: Sender, what: Message | Press | Membership, group: str | None, thread: str | None
    ) -> None:
        chat = ChatRef(group, "group", "Group", forum=True) if group else ChatRef(who.id)
        update = next(self._numbers)
        inbound = Inbound(update=update, chat=chat, what=what, at=self._now(), sender=who, thread=thread)
        self.arrivals.append(Arrival(update, str(update), inbound))

    def take_heard(self) -> Iterable[Heard]:
        """What was said since the last time."""
        heard, self.heard = self.heard, []
        return heard


def labels(buttons: Buttons) -> dict[str, str]:
    """Label → what it carries."""
    return {one.label: one.action for row in buttons for one in row if one.action}
