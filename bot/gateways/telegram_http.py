"""Requests to the Bot API over aiohttp, as JSON both ways. Shared by the libraries' gateways."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, FormData

from bot.gateways.errors import Deferred, Refused, Uncertain, Unreachable
from bot.gateways.telegram_decoding import decoded
from bot.gateways.telegram_door import TelegramDoor
from bot.gateways.telegram_failures import OUTAGE_SECONDS, failure
from bot.gateways.telegram_writing import Upload, form_fields, upload_in

REQUEST_SECONDS = 20.0
CONNECT_SECONDS = 10.0
FETCH_SECONDS = 120.0
CONNECTIONS = 100
_HEADERS = {"Content-Type": "application/json"}
_encode = msgspec.json.Encoder().encode


@cache
def _patience(seconds: float) -> ClientTimeout:
    return ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)


class HttpDoor(TelegramDoor):
    """A gateway whose library lends its connections and addresses. Replies are not turned into objects."""

    request_seconds = REQUEST_SECONDS

    @abstractmethod
    async def _client(self) -> ClientSession:
        """The library's connections."""

    @abstractmethod
    def _url(self, method: str) -> str:
        """Where a method is called."""

    @abstractmethod
    def _file_url(self, path: str) -> str:
        """Where a file is."""

    async def call(self, method: str, **parameters: Any) -> Any:
        """One request. Whether it may have arrived decides between Deferred and Uncertain."""
        client = await self._client()
        waits = float(parameters["timeout"]) if method == "getUpdates" else 0.0
        upload = upload_in(parameters)
        if upload is not None:
            waits = FETCH_SECONDS
        data = _encode(parameters) if upload is None else await _form(parameters, upload)
        try:
            async with client.post(
                self._url(method),
                data=data,
                headers=_HEADERS if upload is None else None,
                timeout=_patience(self.request_seconds + waits),
            ) as response:
                content = await response.read()
        except ClientConnectorError:
            raise Deferred(OUTAGE_SECONDS) from None
        except (TimeoutError, ClientError):
            # Reading and asking may be done again; whether a message arrived nobody knows.
            if method.startswith("get"):
                raise Unreachable(method) from None
            raise Uncertain(method) from None
        return _result(response.status, content)

    async def fetch(self, file_id: str) -> bytes:
        """Look the file up and download it."""
        file = await self.call("getFile", file_id=file_id)
        client = await self._client()
        url = self._file_url(file["file_path"])
        try:
            async with client.get(url, timeout=ClientTimeout(total=FETCH_SECONDS)) as response:
                if response.status != 200:
                    raise Unreachable(f"file: {response.status}")
                return await response.read()
        except (TimeoutError, ClientError):
            raise Unreachable("file") from None


async def _form(parameters: Mapping[str, Any], name: str) -> FormData:
    """The parameters with the content of a file among them. Raises Refused for one that is not there."""
    file: Upload = parameters[name]
    try:
        content = file.content or await asyncio.to_thread(file.path.read_bytes)
    except OSError as error:
        raise Refused(f"{file.path.name}: {error.strerror}") from None
    # Quoted, a name in Chinese would arrive as percent signs.
    form = FormData(form_fields(parameters), quote_fields=False)
    form.add_field(name, content, filename=file.path.name)
    return form


def _result(status: int, content: bytes) -> Any:
    """What was asked for; raises what the refusal means; True for what is already so."""
    try:
        body = decoded(content)
    except ValueError:
        body = None
    if status == 200 and isinstance(body, dict) and body.get("ok"):
        return body["result"]
    problem = failure(status, body if isinstance(body, dict) else None)
    if problem is not None:
        raise problem
    return True
