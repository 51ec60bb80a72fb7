"""The people of the town: what they do, and what they see in their chats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.methods.topics import ICONS

if TYPE_CHECKING:
    from tests.town.town import Town

SHOWN_ICONS = {custom_id: emoji for emoji, custom_id in ICONS.items()}
"""The emoji that the icons of topics stand for."""


@dataclass(frozen=True)
class Seen:
    """A message as somebody sees it."""

    raw: dict[str, Any]

    @property
    def message_id(self) -> int:
        """Its id in its chat."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """Its words, or its caption."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.raw.get("from", {}).get("is_bot"))

    @property
    def buttons(self) -> list[str]:
        """The labels under it."""
        markup = self.raw.get("reply_markup") or {}
        rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
        return [button["text"] for row in rows for button in row]

    @property
    def kind(self) -> str:
        """What it is: text, photo, voice …"""
        for kind in ("text", "photo", "voice", "video", "document", "sticker", "location", "contact"):
            if kind in self.raw:
                return kind
        return "service"


class Person:
    """Somebody with an account. Everything they do is followed by letting things settle."""

    def __init__(self, town: Town, name: str, id: int, chat: int | None = None) -> None:
        self.town = town
        self.name = name
        self.id = id

    @property
    def seen(self) -> list[Seen]:
        """Everything in their private chat with the bot."""
        return [Seen(raw) for raw in self.town.world.messages(self.id)]

    @property
    def heard(self) -> list[Seen]:
        """What the bot said to them in private."""
        return [message for message in self.seen if message.by_bot]

    @property
    def texts(self) -> list[str]:
        """The words of all the bot said to them in private."""
        return [message.text for message in self.heard]

    @property
    def last(self) -> Seen:
        """The newest thing the bot said to them in private."""
        return self.heard[-1]

    async def says(
        self,
        text: str,
        *,
        topic: Topic | None = None,
        reply_to: int | None = None,
        group: Group | None = None,
    ) -> int:
        """Write a message, in private or in a group's topic."""
        return await self.sends(text=text, topic=topic, reply_to=reply_to, group=group)

    async def sends(
        self,
        *,
        topic: Topic | None = None,
        group: Group | None = None,
        reply_to: int | None = None,
        **content: Any,
    ) -> int:
        """Send anything: text=, photo=, voice=, album= … Gives the (last) message's id."""
        place = topic.group if topic is not None else group
        sent = self.town.world.send(
            self.id,
            place.id if place is not None else None,
            thread=topic.thread if topic is not None else None,
            reply_to=reply_to,
            **content,
        )
        await self.town.settle()
        return sent[-1] if isinstance(sent, list) else sent

    async def shares_contact(self, phone: str | None = None) -> None:
        """Share their own contact (their account's phone), or somebody else's number."""
        contact: dict[str, Any] | bool = True if phone is None else {"phone_number": phone, "first_name": "X"}
        await self.sends(contact=contact)

    async def presses(
        self,
        label: str,
        *,
        topic: Topic | None = None,
        message: int | None = None,
        group: Group | None = None,
    ) -> str:
        """Press the newest button whose label contains `label`. Gives the words it was answered with."""
        place = topic.group if topic is not None else group
        where = place.id if place is not None else self.id
        thread = topic.thread if topic is not None else None
        seen = [Seen(raw) for raw in self.town.world.messages(where, thread)]
        for one in reversed(seen):
            found = next((text for text in one.buttons if label.lower() in text.lower()), None)
            if found is not None and message in (None, one.message_id):
                pressed = self.town.world.press(
                    self.id, place.id if place is not None else None, one.message_id, found
                )
                await self.town.settle()
                return self._answer(pressed)
        labels = [one.buttons for one in seen if one.buttons]
        raise AssertionError(f"no button {label!r} for {self.name}; there are {labels}")

    def _answer(self, pressed: str | int) -> str:
        if isinstance(pressed, int):
            return ""
        answer = self.town.world.callback(pressed)["answer"]
        return str((answer or {}).get("text", "") or "")

    async def edits(self, message_id: int, text: str, *, topic: Topic | None = None) -> None:
        """Change the words of a message of theirs."""
        self.town.world.edit(self.id, topic.group.id if topic is not None else None, message_id, text=text)
        await self.town.settle()

    async def reacts(self, message_id: int, emoji: str | None, *, topic: Topic | None = None) -> None:
        """Put a reaction under a message."""
        self.town.world.react(self.id, topic.group.id if topic is not None else None, message_id, emoji)
        await self.town.settle()

    def reactions(self, message_id: int) -> list[str]:
        """The reactions under a message of their private chat."""
        shown = self.town.world.reactions(self.id, message_id)
        return [one["emoji"] for each in shown.values() for one in each]


@dataclass(frozen=True)
class Topic:
    """A topic of a group."""

    group: Group
    thread: int
    name: str
    closed: bool
    icon: str = ""

    @property
    def seen(self) -> list[Seen]:
        """Everything in it, but for what the app notes when its name changes."""
        messages = self.group.town.world.messages(self.group.id, self.thread)
        return [Seen(raw) for raw in messages if "forum_topic_edited" not in raw]

    @property
    def texts(self) -> list[str]:
        """The words of everything in it."""
        return [message.text for message in self.seen if message.text]

    @property
    def last(self) -> Seen:
        """The newest message in it."""
        return self.seen[-1]

    @property
    def card(self) -> Seen:
        """The first message of the bot with buttons: the case's card."""
        return next(message for message in self.seen if message.by_bot and message.buttons)


@dataclass(frozen=True)
class Group:
    """A group of agents."""

    town: Town
    id: int

    @property
    def topics(self) -> list[Topic]:
        """Its topics that still exist, oldest first."""
        return [
            Topic(
                self,
                int(one["message_thread_id"]),
                str(one["name"]),
                bool(one.get("is_closed", one.get("closed"))),
                SHOWN_ICONS.get(one.get("icon_custom_emoji_id", ""), ""),
            )
            for one in self.town.world.topics(self.id)
            if not one.get("deleted") and not one.get("is_deleted")
        ]

    @property
    def seen(self) -> list[Seen]:
        """Everything said in it, in any topic."""
        return [Seen(raw) for raw in self.town.world.messages(self.id)]

    @property
    def texts(self) -> list[str]:
        """The words of everything said in it."""
        return [message.text for message in self.seen if message.text]
