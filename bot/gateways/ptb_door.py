"""The gateway over python-telegram-bot's client (never its Application), with raw JSON both ways."""

from __future__ import annotations

import re

from aiohttp import ClientSession
from telegram import Bot

from bot.gateways.errors import Unauthorised
from bot.gateways.ptb_request import AiohttpRequest
from bot.gateways.telegram_http import REQUEST_SECONDS, HttpDoor

PRODUCTION = "https://api.telegram.org"
_TOKEN = re.compile(r"\d+:\S+")


class PtbDoor(HttpDoor):
    """A bot reached through python-telegram-bot."""

    def __init__(
        self,
        token: str,
        *,
        api_base: str | None = None,
        proxy: str | None = None,
        request_seconds: float = REQUEST_SECONDS,
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise Unauthorised("this does not look like a token")
        base = (api_base or PRODUCTION).rstrip("/")
        self._request = AiohttpRequest(proxy=proxy, seconds=request_seconds)
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self.request_seconds = request_seconds

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()

    async def _client(self) -> ClientSession:
        return await self._request.session()

    def _url(self, method: str) -> str:
        return f"{self.bot.base_url}/{method}"

    def _file_url(self, path: str) -> str:
        return f"{self.bot.base_file_url}/{path}"
