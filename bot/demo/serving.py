"""The page's own routes: its files, all data at once, and the language of the staff's side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.demo.cast import Cast
from bot.sandbox.chats import Chat
from bot.sandbox.guard import LOOPBACK, Guard
from bot.sandbox.world import World

FOLDER = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data: blob:; media-src 'self' blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

SwitchLanguage = Callable[[str], Awaitable[None]]
WantBusiness = Callable[[str], None]


class PageServer:
    """Serves the page of one demo. Everything else the page needs, the control interface gives."""

    def __init__(
        self,
        world: World,
        cast: Cast,
        business: Mapping[str, Any],
        switch_language: SwitchLanguage,
        want_business: WantBusiness,
    ) -> None:
        self._world = world
        self._cast = cast
        self._business = dict(business)
        self._switch_language = switch_language
        self._want_business = want_business
        self._guard = Guard(frozenset())
        self.curtain: dict[int, int] = {}
        """Chat → the last message of setting the stage; the page begins after it."""

    def add_routes(self, app: web.Application) -> None:
        """The page at `/`, its parts under `/page/`, its data under `/demo/`."""
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/favicon.ico", self._icon),
                web.get("/page/{name}", self._part),
                web.get("/demo/snapshot", self._snapshot),
                web.get("/demo/commands", self._commands),
                web.post("/demo/language", self._language),
                web.post("/demo/business", self._other_business),
            ]
        )

    async def _index(self, request: web.Request) -> web.Response:
        return _file(request, "index.html")

    async def _icon(self, request: web.Request) -> web.Response:
        return _file(request, "icon.svg")

    async def _part(self, request: web.Request) -> web.Response:
        return _file(request, request.match_info["name"])

    async def _snapshot(self, request: web.Request) -> web.Response:
        """All there is, for a page that has just been opened or has missed too much."""
        self._admit(request)
        state = self._world.state
        everywhere = [*state.privates.values(), *state.groups.values()]
        return web.json_response(
            {
                "business": self._business,
                "cast": self._people(),
                "accounts": self._world.accounts(),
                "curtain": self.curtain,
                "chats": self._world.chats(),
                "messages": {chat.id: list(chat.messages.values()) for chat in everywhere},
                "reactions": {chat.id: _reactions(chat) for chat in everywhere},
                "pinned": {chat.id: chat.pinned for chat in everywhere},
                "clock": self._world.clock.reading(),
            },
            headers={"Cache-Control": "no-store"},
        )

    def _people(self) -> dict[str, Any]:
        cast = self._cast
        return {
            "bot": self._world.state.bots[cast.bot].user,
            "customers": cast.customers,
            "agents": list(cast.agents),
            "manager": cast.manager,
            "groups": [{"key": key, "chat": chat} for key, chat in cast.groups.items()],
        }

    async def _commands(self, request: web.Request) -> web.Response:
        """The bot's command lists by scope ("chat -100…") and language."""
        self._admit(request)
        every = self._world.state.bots[self._cast.bot].commands
        lists = [
            {"scope": scope, "language": language, "commands": commands}
            for (scope, language), commands in every.items()
        ]
        return web.json_response(lists, headers={"Cache-Control": "no-store"})

    async def _language(self, request: web.Request) -> web.Response:
        language = await self._given(request, "language")
        if language not in self._business["names"]:
            raise web.HTTPBadRequest(text="language is zh or en")
        await self._switch_language(language)
        return web.json_response({"ok": True})

    async def _other_business(self, request: web.Request) -> web.Response:
        """Everything begins anew with another business; the page finds it at the same address."""
        key = await self._given(request, "business")
        if key not in self._business["others"]:
            raise web.HTTPBadRequest(text=f"business is {', '.join(self._business['others'])}")
        self._want_business(key)
        return web.json_response({"ok": True})

    async def _given(self, request: web.Request, name: str) -> str:
        """A text that the page sends; empty if it is none."""
        self._admit(request)
        try:
            given = await request.json()
        except ValueError:
            given = None
        value = given.get(name) if isinstance(given, dict) else None
        return value if isinstance(value, str) else ""

    def _admit(self, request: web.Request) -> None:
        if (reason := self._guard.why_not(request)) is not None:
            raise web.HTTPForbidden(text=reason)


def _reactions(chat: Chat) -> dict[int, dict[int, Any]]:
    """Message → person → what they reacted with."""
    return {
        message: {user: shown for user, shown in by_user.items() if shown}
        for message, by_user in chat.reactions.items()
    }


def _file(request: web.Request, name: str) -> web.Response:
    """One file of the page. A link from another site may open the page, a foreign host name may not."""
    if (urlsplit(f"//{request.headers.get('Host', '')}").hostname or "") not in LOOPBACK:
        raise web.HTTPForbidden(text="this address answers only to 127.0.0.1 and localhost")
    path = FOLDER / name
    if path.parent != FOLDER or path.suffix not in TYPES or not path.is_file():
        raise web.HTTPNotFound(text="there is no such page")
    return web.Response(
        body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS
    )
