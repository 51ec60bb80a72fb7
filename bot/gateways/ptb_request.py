"""python-telegram-bot's requests over aiohttp: the same connections as the other gateway, and no httpx."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import msgspec
from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.gateways.telegram_http import CONNECT_SECONDS, CONNECTIONS, REQUEST_SECONDS

_HEADERS = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """What `telegram.Bot(request=…)` takes. Raises RuntimeError for a proxy that needs one more package."""

    def __init__(self, *, proxy: str | None = None, seconds: float = REQUEST_SECONDS) -> None:
        self._proxy = proxy
        self._seconds = seconds
        self._session: ClientSession | None = None
        self._socks: Any = _socks(proxy)

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for."""
        return self._seconds

    async def initialize(self) -> None:
        """Make the connections ready."""
        await self.session()

    async def shutdown(self) -> None:
        """Close them."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def session(self) -> ClientSession:
        """The connections, opened when they are first needed."""
        if self._session is None or self._session.closed:
            if self._socks is not None:
                self._session = ClientSession(
                    connector=self._socks.ProxyConnector.from_url(self._proxy, limit=CONNECTIONS)
                )
            else:
                self._session = ClientSession(connector=TCPConnector(limit=CONNECTIONS), proxy=self._proxy)
        return self._session

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request of the library's own making: JSON, or a form when files go with it."""
        client = await self.session()
        timeout = ClientTimeout(
            total=self._or_default(read_timeout, self._seconds),
            sock_connect=self._or_default(connect_timeout, CONNECT_SECONDS),
        )
        try:
            async with client.request(method, url, timeout=timeout, **_body(request_data)) as response:
                return response.status, await response.read()
        except TimeoutError as problem:
            raise TimedOut from problem
        except ClientConnectorError as problem:
            # The address holds the token: it is left out.
            raise NetworkError("no connection") from problem
        except ClientError as problem:
            raise NetworkError(type(problem).__name__) from problem

    @staticmethod
    def _or_default(given: Any, default: float) -> float | None:
        return default if given is BaseRequest.DEFAULT_NONE else given


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": msgspec.json.encode(data.parameters), "headers": _HEADERS}
    form = FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


def _socks(proxy: str | None) -> Any:
    """The package for proxies that aiohttp itself does not speak to."""
    if not proxy or urlsplit(proxy).scheme in {"http", "https"}:
        return None
    try:
        return import_module("aiohttp_socks")
    except ModuleNotFoundError:
        raise RuntimeError("this proxy needs aiohttp-socks") from None
