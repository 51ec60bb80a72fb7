"""Who may talk to the sandbox: only this machine, and no web page of another origin."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", ""})


class Guard:
    """Checks the Host header (against DNS rebinding) and where a browser's request comes from."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = LOOPBACK | allowed
        self._seen: set[str] = set()

    def why_not(self, request: web.Request) -> str | None:
        """The reason to refuse a request, None when it is welcome."""
        headers = request.headers
        host = headers.get("Host", "")
        if host not in self._seen:
            if (urlsplit(f"//{host}").hostname or "") not in self._allowed:
                return "this address answers only to 127.0.0.1 and localhost"
            if len(self._seen) < 100:
                self._seen.add(host)
        if headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            return "requests from other sites are refused"
        origin = headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return "requests from other origins are refused"
        return None
