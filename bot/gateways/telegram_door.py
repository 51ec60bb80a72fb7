"""What all gateways to Telegram have in common; a library adds only how one request is made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from bot.gateways import telegram_polling
from bot.gateways.contract import Accept, ChatReport, Identity
from bot.gateways.errors import GatewayError, Undeliverable
from bot.gateways.telegram_icons import bare, icons
from bot.gateways.telegram_reading import WANTED_RIGHTS
from bot.gateways.telegram_writing import request, result
from storage.outbound import CreateTopic, EditTopic, Outbound, Sent


class TelegramDoor(ABC):
    """A gateway to one bot, on any client library."""

    poll_seconds = telegram_polling.POLL_SECONDS
    _icons: dict[str, str] | None = None

    @abstractmethod
    async def call(self, method: str, **parameters: Any) -> Any:
        """One Bot API request and its raw result. Raises a GatewayError."""

    @abstractmethod
    async def fetch(self, file_id: str) -> bytes:
        """The content of a file (up to 20 MB). Raises a GatewayError."""

    @abstractmethod
    async def close(self) -> None:
        """Give connections back."""

    async def identify(self) -> Identity:
        """Who the token belongs to."""
        me = await self.call("getMe")
        return Identity("telegram", str(me["id"]), me.get("username", ""), me.get("first_name", ""))

    async def listen(self, accept: Accept) -> None:
        """Poll until cancelled; see `telegram_polling.poll`."""
        await telegram_polling.poll(self.call, accept, seconds=self.poll_seconds)

    async def send(self, outbound: Outbound) -> Sent:
        """Perform one operation."""
        method, parameters = request(outbound)
        what = outbound.what
        if isinstance(what, CreateTopic | EditTopic) and (icon := await self._icon(what.icon)):
            parameters["icon_custom_emoji_id"] = icon
        return result(method, await self.call(method, **parameters))

    async def _icon(self, emoji: str) -> str:
        """The id of a topic's icon, from a list that is asked for once; empty if there is none."""
        if emoji and self._icons is None:
            try:
                self._icons = icons(await self.call("getForumTopicIconStickers"))
            except GatewayError:
                return ""  # no topic fails for want of its icon
        return self._icons.get(bare(emoji), "") if self._icons else ""

    async def inspect(self, chat: str) -> ChatReport:
        """A group's standing: whether it has topics, and which rights we lack."""
        try:
            about = await self.call("getChat", chat_id=int(chat))
            me = await self.call("getMe")
            member = await self.call("getChatMember", chat_id=int(chat), user_id=me["id"])
        except Undeliverable:
            return ChatReport(exists=False)
        admin = member["status"] in {"administrator", "creator"}
        missing = tuple(right for right in WANTED_RIGHTS if admin and not member.get(right))
        return ChatReport(
            exists=True,
            title=about.get("title", ""),
            forum=bool(about.get("is_forum")),
            admin=admin,
            missing_rights=missing if admin else WANTED_RIGHTS,
        )
