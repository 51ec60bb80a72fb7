"""`/bot<token>/<method>` and `/file/bot<token>/<path>`: the side that bots talk to."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.sandbox.accounts import BotAccount, bot_id_of
from bot.sandbox.body import TooLarge, Unreadable, read_parameters
from bot.sandbox.checks import checked, known_method
from bot.sandbox.errors import Refused, bad
from bot.sandbox.faults import HANGS, Fault
from bot.sandbox.guard import Guard
from bot.sandbox.media import DOWNLOAD_LIMIT, Upload
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.methods.request import Request
from bot.sandbox.state import Call, State
from bot.sandbox.table import NAMES
from bot.sandbox.updates import encode, poll_arguments

BODY_CAP = 55 * 1024 * 1024
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
GATEWAY_PAGE = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
REASONS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Time-out",
}


class BotApi:
    """Answers bots as api.telegram.org does."""

    def __init__(self, state: State, guard: Guard, stopping: asyncio.Event, *, record_polls: bool) -> None:
        self._state = state
        self._guard = guard
        self._stopping = stopping
        self._record_polls = record_polls
        self._answered = asyncio.Event()

    async def next_answer(self) -> None:
        """Return when the next request of a bot has been carried out, or a delivery taken."""
        await self._answered.wait()

    def news(self) -> None:
        """Have whoever waits look again."""
        self._answered.set()
        self._answered.clear()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One request of a bot."""
        method = request.match_info["method"]
        try:
            if (reason := self._guard.why_not(request)) is not None:
                raise Refused(403, f"Forbidden: {reason}")
            bot = self._authorized(request.match_info["token"])
            given = await self._read(request)
        except Refused as refusal:
            return _json(refusal.code, encode(refusal.body()))
        fault = self._state.faults.take(bot.id, method, given) if self._state.faults.rules else None
        if fault is not None:
            return await self._answer_with_fault(request, bot, method, given, fault)
        status, body = await self._run(bot, method, given)
        return _json(status, body)

    async def run(self, bot: BotAccount, method: str, given: dict[str, Any]) -> None:
        """Run a method that came as the answer of a webhook; Telegram tells nobody how it went."""
        await self._run(bot, method, given)

    def _authorized(self, token: str) -> BotAccount:
        bot_id = bot_id_of(token)
        if bot_id is None:
            raise Refused(404, "Not Found")
        bot = self._state.bot_for(bot_id)
        if token in bot.revoked:
            raise Refused(401, "Unauthorized")
        return bot

    async def _read(self, request: web.Request) -> dict[str, Any]:
        try:
            return await read_parameters(request, BODY_CAP)
        except TooLarge:
            raise Refused(413, "Request Entity Too Large") from None
        except Unreadable as error:
            raise bad(f"can't parse the request: {error}") from None

    async def _run(
        self, bot: BotAccount, name: str, given: dict[str, Any], fault: str | None = None
    ) -> tuple[int, str]:
        """Check, carry out and record; returns the status and the body."""
        params: dict[str, Any] = given
        try:
            method = known_method(name)
            params = checked(method, given)
            if method == "getupdates":
                result_text = await self._poll(bot, params)
                if self._record_polls:
                    self._record(bot, name, params, fault=fault)
                return 200, f'{{"ok":true,"result":{result_text}}}'
            result = METHODS[method](Request(self._state, bot, method, params))
        except Refused as refusal:
            self._record(bot, name, params, error=refusal.body(), fault=fault)
            return refusal.code, encode(refusal.body())
        self._record(bot, NAMES[method], params, result=result, fault=fault)
        return 200, f'{{"ok":true,"result":{encode(result)}}}'

    async def _poll(self, bot: BotAccount, params: dict[str, Any]) -> str:
        offset, limit, timeout = poll_arguments(params)
        if self._state.webhooks.get(bot) is not None:
            raise Refused(409, WEBHOOK_ACTIVE)
        bot.queue.allow(params.get("allowed_updates"))
        return await bot.queue.poll(offset, limit, 0 if self._stopping.is_set() else timeout)

    def _record(
        self,
        bot: BotAccount,
        method: str,
        params: dict[str, Any],
        *,
        result: Any = None,
        error: dict[str, Any] | None = None,
        fault: str | None = None,
    ) -> None:
        state = self._state
        state.call_number += 1
        if any(type(value) is Upload for value in params.values()):
            params = {key: _shown(value) for key, value in params.items()}
        at = state.machine()
        state.calls.append(Call(state.call_number, at, bot.id, method, params, result, error, fault))
        self.news()

    async def _answer_with_fault(
        self, request: web.Request, bot: BotAccount, method: str, given: dict[str, Any], fault: Fault
    ) -> web.StreamResponse:
        refusal = fault.refusal()
        if refusal is not None:
            self._record(bot, method, given, error=refusal.body(), fault=fault.kind)
            return _json(refusal.code, encode(refusal.body()))
        if fault.kind == "5xx":
            title = f"{fault.code} {REASONS.get(fault.code, 'Server Error')}"
            error = {"ok": False, "error_code": fault.code, "description": title}
            self._record(bot, method, given, error=error, fault=fault.kind)
            return web.Response(status=fault.code, text=GATEWAY_PAGE.format(title), content_type="text/html")
        if fault.kind == "slow":
            await self._wait(fault.seconds)
        status, body = 200, ""
        if fault.kind in ("slow", "timeout_after", "drop_after"):
            status, body = await self._run(bot, method, given, fault.kind)
        else:
            lost = {"ok": False, "error_code": 0, "description": "never arrived"}
            self._record(bot, method, given, error=lost, fault=fault.kind)
        if fault.kind.startswith("timeout"):
            await self._wait(fault.seconds)
        if fault.kind in HANGS and fault.kind != "slow":
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=504)
        return _json(status, body)

    async def _wait(self, seconds: float) -> None:
        """Wait, but not past the sandbox's end."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The content of a file, by the path that getFile told."""
        try:
            if (reason := self._guard.why_not(request)) is not None:
                raise Refused(403, f"Forbidden: {reason}")
            bot = self._authorized(request.match_info["token"])
            file = self._state.files.at(request.match_info["path"])
            if file is None or bot.id not in file.bots or file.upload.size > DOWNLOAD_LIMIT:
                raise Refused(404, "Not Found")
        except Refused as refusal:
            return _json(refusal.code, encode(refusal.body()))
        return web.Response(body=file.upload.content, content_type="application/octet-stream")


def _json(status: int, body: str) -> web.Response:
    return web.Response(body=body.encode(), status=status, content_type="application/json")


def _shown(value: Any) -> Any:
    """A parameter as the calls show it: a file by name and size."""
    return {"file": value.name, "size": value.size} if isinstance(value, Upload) else value
