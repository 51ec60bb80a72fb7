"""The gateway over aiogram's client: its sessions, proxies and API servers, with raw JSON both ways."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientSession

from bot.gateways.errors import Unauthorised
from bot.gateways.telegram_http import CONNECTIONS, REQUEST_SECONDS, HttpDoor


class AiogramDoor(HttpDoor):
    """A bot reached through aiogram."""

    def __init__(
        self,
        token: str,
        *,
        api_base: str | None = None,
        proxy: str | None = None,
        request_seconds: float = REQUEST_SECONDS,
    ) -> None:
        server = TelegramAPIServer.from_base(api_base) if api_base else PRODUCTION
        try:
            self.bot = Bot(token, session=AiohttpSession(proxy=proxy, limit=CONNECTIONS, api=server))
        except TokenValidationError:
            raise Unauthorised("this does not look like a token") from None
        self.request_seconds = request_seconds

    async def close(self) -> None:
        """Close the connections (aiogram's own close would also sleep)."""
        session: Any = self.bot.session
        if session._session is not None:
            await session._session.close()

    async def _client(self) -> ClientSession:
        session: Any = self.bot.session
        client: ClientSession = await session.create_session()
        return client

    def _url(self, method: str) -> str:
        return self.bot.session.api.api_url(token=self.bot.token, method=method)

    def _file_url(self, path: str) -> str:
        return self.bot.session.api.file_url(self.bot.token, path)
