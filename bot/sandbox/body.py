"""Reading request bodies, whatever their form, with a cap on their size."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.sandbox.media import Upload


class TooLarge(Exception):
    """The body is over the cap."""


class Unreadable(Exception):
    """The body is not what its content type says."""


async def read_parameters(request: web.Request, cap: int) -> dict[str, Any]:
    """Parameters from the query and from a JSON, form or multipart body."""
    params: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return params
    kind = request.content_type
    if kind == "multipart/form-data":
        params.update(await _read_parts(request, cap))
        return params
    body = await _read_all(request, cap)
    if not body:
        return params
    if kind == "application/json":
        params.update(_decoded(body))
    elif kind == "application/x-www-form-urlencoded":
        params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return params


async def _read_all(request: web.Request, cap: int) -> bytes:
    if (request.content_length or 0) > cap:
        raise TooLarge
    chunks, size = [], 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > cap:
            raise TooLarge
        chunks.append(chunk)
    return b"".join(chunks)


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(body)
    except ValueError as error:
        raise Unreadable("the body is no JSON") from error
    if not isinstance(decoded, dict):
        raise Unreadable("the body must be a JSON object")
    return decoded


async def _read_parts(request: web.Request, cap: int) -> dict[str, Any]:
    if (request.content_length or 0) > cap:
        raise TooLarge
    params: dict[str, Any] = {}
    left = cap
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise Unreadable("a part of the body has no name")
            content = bytearray()
            while chunk := await part.read_chunk(65536):
                left -= len(chunk)
                if left < 0:
                    raise TooLarge
                content += chunk
            params[part.name] = _part_value(part, bytes(content))
    except ValueError as error:
        raise Unreadable("the body is no multipart form") from error
    return params


def _part_value(part: BodyPartReader, content: bytes) -> Any:
    if part.filename is None:
        return content.decode("utf-8", "replace")
    return Upload(content, part.filename, part.headers.get("Content-Type"))
