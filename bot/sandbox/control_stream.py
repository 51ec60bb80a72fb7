"""`/control/stream`: server-sent events of what happens."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.sandbox.stream import Hub, Listener
from bot.sandbox.updates import encode

HEARTBEAT = 15.0


async def stream(hub: Hub, request: web.Request) -> web.StreamResponse:
    """Send events until the reader goes or the sandbox stops."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    )
    last = request.headers.get("Last-Event-ID") or request.query.get("since")
    listener = hub.open(int(last) if last and last.isdigit() else None)
    try:
        await response.prepare(request)
        await response.write(b": open\n\n")
        while not listener.closed:
            await response.write(await _next_lines(listener))
    except ConnectionError:
        return response
    finally:
        hub.forget(listener)
    return response


async def _next_lines(listener: Listener) -> bytes:
    """What has happened since the last time, or a heartbeat."""
    if not listener.events and not listener.closed:
        try:
            await asyncio.wait_for(listener.wake.wait(), HEARTBEAT)
        except TimeoutError:
            return b": still here\n\n"
    listener.wake.clear()
    lines = []
    while listener.events:
        number, kind, data = listener.events.popleft()
        lines.append(f"id: {number}\nevent: {kind}\ndata: {encode(data)}\n\n")
    return "".join(lines).encode()
