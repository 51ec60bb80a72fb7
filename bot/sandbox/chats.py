"""Chats, their members with rights, and forum topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.accounts import Account, BotAccount

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
    "can_send_welcome_messages",
)
USUAL_RIGHTS = frozenset(RIGHTS) - {"can_promote_members", "can_manage_tags", "can_send_welcome_messages"}


@dataclass(slots=True)
class Member:
    """Someone's standing in a chat."""

    who: Account | BotAccount
    status: str = "member"
    rights: frozenset[str] = frozenset()

    @property
    def present(self) -> bool:
        """Whether they are in the chat now."""
        return self.status in ("creator", "administrator", "member", "restricted")

    def may(self, right: str) -> bool:
        """Whether an administrator's right is theirs."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def shape(self) -> dict[str, Any]:
        """The ChatMember of the Bot API."""
        shape: dict[str, Any] = {"user": self.who.user, "status": self.status}
        if self.status == "creator":
            shape["is_anonymous"] = False
        elif self.status == "administrator":
            shape |= {"can_be_edited": False, "is_anonymous": False}
            shape |= {right: right in self.rights for right in RIGHTS}
        elif self.status == "kicked":
            shape["until_date"] = 0
        return shape


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the message that opened it."""

    id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str | None = None
    creator: int = 0
    closed: bool = False
    deleted: bool = False
    refusal: str = "message thread not found"

    def shape(self) -> dict[str, Any]:
        """The ForumTopic of the Bot API."""
        shape: dict[str, Any] = {
            "message_thread_id": self.id,
            "name": self.name,
            "icon_color": self.icon_color,
        }
        if self.icon_custom_emoji_id:
            shape["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return shape


@dataclass(slots=True)
class Chat:
    """A private chat of one bot with one person, a basic group or a supergroup."""

    id: int
    kind: str
    title: str = ""
    forum: bool = False
    bot: BotAccount | None = None
    account: Account | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    general_name: str = "General"
    general_closed: bool = False
    general_hidden: bool = False
    migrated_to: int | None = None
    blocked: bool = False
    invite_link: str | None = None
    next_message_id: int = 1
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    reactions: dict[int, dict[int, list[dict[str, Any]]]] = field(default_factory=dict)
    keyboards: dict[int, dict[str, Any]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    brief: dict[str, Any] = field(default_factory=dict)
    key: str = ""

    def __post_init__(self) -> None:
        """Compute what goes into every message once."""
        self.key = f"chat {self.id}"
        self.refresh()

    @property
    def private(self) -> bool:
        """Whether this is one person's chat with a bot."""
        return self.kind == "private"

    def refresh(self) -> None:
        """Recompute the `Chat` after a change of title, name or forum."""
        self.brief = {"id": self.id, "type": self.kind}
        if self.account is not None:
            user = self.account.user
            self.brief |= {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
        else:
            self.brief["title"] = self.title
            if self.forum:
                self.brief["is_forum"] = True

    def take_message_id(self) -> int:
        """The next message id of this chat."""
        taken, self.next_message_id = self.next_message_id, self.next_message_id + 1
        return taken

    def forget(self, message_id: int) -> bool:
        """Drop a message with its reactions, keyboard and pin; whether it was there."""
        self.reactions.pop(message_id, None)
        self.keyboards.pop(message_id, None)
        if message_id in self.pinned:
            self.pinned.remove(message_id)
        return self.messages.pop(message_id, None) is not None

    def present(self) -> list[Member]:
        """Who is in the chat now."""
        return [member for member in self.members.values() if member.present]
