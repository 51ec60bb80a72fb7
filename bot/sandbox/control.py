"""`/control/`: every verb of the world over HTTP, and reading back. One table per kind of request."""

from __future__ import annotations

import inspect
import json
import re
import typing
from collections.abc import Callable
from functools import partial
from types import UnionType
from typing import Any

from aiohttp import web

from bot.sandbox.body import TooLarge, Unreadable, read_parameters
from bot.sandbox.control_files import uploads_in
from bot.sandbox.control_stream import stream
from bot.sandbox.errors import Misuse
from bot.sandbox.guard import Guard
from bot.sandbox.media import Upload
from bot.sandbox.updates import encode
from bot.sandbox.world import World

BODY_CAP = 72 * 1024 * 1024
VERBS = (
    "account",
    "block",
    "bot",
    "clear_faults",
    "close_topic",
    "create_topic",
    "deactivate",
    "delete",
    "delete_topic",
    "demote",
    "edit",
    "expire",
    "fault",
    "forget_calls",
    "garbage",
    "group",
    "join",
    "kick",
    "leave",
    "limits",
    "migrate",
    "next_update_id",
    "press",
    "private_chat",
    "promote",
    "react",
    "rename",
    "rename_topic",
    "reopen_topic",
    "revoke",
    "send",
    "set_forum",
    "start",
    "unblock",
    "vote",
)
READS = (
    "accounts",
    "bots",
    "callback",
    "calls",
    "chats",
    "faults",
    "limits",
    "message",
    "messages",
    "pending",
    "reactions",
    "topics",
)
TEXTUAL = "text caption name last_name title username button phone payload token emoji dice id"
WORDS = frozenset(TEXTUAL.split())


class Control:
    """Serves the control interface of one world."""

    def __init__(self, world: World, guard: Guard) -> None:
        self._world = world
        self._guard = guard

    def routes(self) -> list[web.RouteDef]:
        """Every route under /control/."""
        posts = [web.post(f"/control/{verb}", self._guarded(partial(self._act, verb))) for verb in VERBS]
        gets = [web.get(f"/control/{what}", self._guarded(partial(self._read, what))) for what in READS]
        return [
            *posts,
            *gets,
            web.get("/control/clock", self._guarded(self._read_clock)),
            web.post("/control/clock", self._guarded(partial(self._act, "move_clock"))),
            web.get("/control/stream", self._guarded(partial(stream, self._world.state.hub))),
            web.get("/control/file/{id}", self._guarded(self._file)),
            web.route("*", "/control/{rest:.*}", self._guarded(_no_such_route)),
        ]

    def _guarded(self, handler: Callable[..., Any]) -> Callable[[web.Request], Any]:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                if (reason := self._guard.why_not(request)) is not None:
                    return _failure(403, reason)
                response: web.StreamResponse = await handler(request)
                return response
            except TooLarge:
                return _failure(413, f"the body is larger than {BODY_CAP} bytes")
            except (Misuse, Unreadable) as error:
                return _failure(400, str(error))

        return answer

    async def _act(self, verb: str, request: web.Request) -> web.Response:
        given = await read_parameters(request, BODY_CAP)
        if request.content_type == "multipart/form-data":
            given = {name: value if name in WORDS else _guessed(value) for name, value in given.items()}
        return _success(call(getattr(self._world, verb), uploads_in(given)))

    async def _read(self, what: str, request: web.Request) -> web.Response:
        given = {name: value if name in WORDS else _number(value) for name, value in request.query.items()}
        return _success(call(getattr(self._world, what), given))

    async def _read_clock(self, request: web.Request) -> web.Response:
        return web.json_response(self._world.clock.reading())

    async def _file(self, request: web.Request) -> web.Response:
        """A file's content. It came from anybody, so a browser must neither guess its type nor run it."""
        file = self._world.file(request.match_info["id"])
        mime = file.upload.mime or "application/octet-stream"
        safe = mime.partition("/")[0] in ("image", "audio", "video") and "svg" not in mime
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Content-Type": mime if safe else "application/octet-stream",
        }
        return web.Response(body=file.upload.content, headers=headers)


def call(verb: Callable[..., Any], given: dict[str, Any]) -> Any:
    """Call a verb with checked arguments; a wrong one is named."""
    signature = inspect.signature(verb)
    takes = ", ".join(signature.parameters) or "nothing"
    open_ended = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in signature.parameters.values())
    for name in given:
        if name not in signature.parameters and not open_ended:
            raise Misuse(f"unknown field {name!r}; this verb takes: {takes}")
    for name, parameter in signature.parameters.items():
        required = (
            parameter.default is inspect.Parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
        )
        if required and name not in given:
            raise Misuse(f"the field {name!r} is missing; this verb takes: {takes}")
    hints = typing.get_type_hints(verb)
    for name, value in given.items():
        if name in hints and not _fits(value, hints[name]):
            raise Misuse(f"the field {name!r} has a value of the wrong kind: {value!r:.60}")
    return verb(**given)


def _fits(value: Any, hint: Any) -> bool:
    """Whether a JSON value is of the kind a verb wants; only as deep as mistakes go."""
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        return any(_fits(value, part) for part in typing.get_args(hint))
    origin = typing.get_origin(hint) or hint
    if origin is Any:
        return True
    if origin is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if origin is int:
        return type(value) is int
    if origin is type(None):
        return value is None
    if origin in (str, bool, dict, list, bytes, Upload):
        return isinstance(value, origin)
    return isinstance(value, list)


def _guessed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _number(value: str) -> int | str:
    return int(value) if re.fullmatch(r"-?\d{1,18}", value) else value


async def _no_such_route(request: web.Request) -> web.Response:
    known = f"POST {', '.join(VERBS)}, clock; GET {', '.join(READS)}, clock, stream, file/<id>"
    return _failure(404, f"there is nothing at {request.path}; there is {known}")


def _success(result: Any) -> web.Response:
    return web.Response(text=encode({"ok": True, "result": result}), content_type="application/json")


def _failure(status: int, text: str) -> web.Response:
    return web.json_response({"ok": False, "error": text}, status=status)
