"""Who exists: people with an account, and bots known by the number in their token."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.updates import UpdateQueue

TOKEN = re.compile(r"^(\d{6,16}):[A-Za-z0-9_-]{30,64}$")


@dataclass(slots=True)
class Account:
    """A person as Telegram knows them."""

    id: int
    name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    deactivated: bool = False
    user: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compute the `User` once: it goes into every message."""
        self.refresh()

    def refresh(self) -> None:
        """Recompute the `User` after a change."""
        names = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.name}
        user |= {key: value for key, value in names.items() if value}
        self.user = user


@dataclass(slots=True)
class BotAccount:
    """A bot: its profile, its settings by scope and language, and its queue of updates."""

    id: int
    name: str
    username: str
    queue: UpdateQueue
    privacy: bool = True
    revoked: set[str] = field(default_factory=set)
    commands: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)
    rights: dict[bool, dict[str, Any]] = field(default_factory=dict)
    user: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compute the `User` once."""
        self.refresh()

    def refresh(self) -> None:
        """Recompute the `User` after a change of name or username."""
        self.user = {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def me(self) -> dict[str, Any]:
        """The answer to getMe."""
        return self.user | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_guest_queries": False,
        }


def bot_id_of(token: str) -> int | None:
    """The bot's number in a well-formed token, None otherwise."""
    found = TOKEN.match(token)
    return int(found[1]) if found else None
