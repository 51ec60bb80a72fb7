"""The demo as a command: one line with the address, and an end within two seconds of Ctrl-C."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
import webbrowser
from urllib.parse import urlsplit

import structlog

from bot.demo.demo import Demo, PortBusy, start
from bot.demo.samples import FIRST


def run(port: int = 8088, open_browser: bool = True, business: str = FIRST) -> None:
    """Run the demo until Ctrl-C."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        asyncio.run(serve(port, open_browser, business))
    except PortBusy:
        sys.exit(
            f"Port {port} is already in use, perhaps by another demo. "
            f"Choose another one: frontline demo --port {port + 1}"
        )
    except KeyboardInterrupt:
        sys.exit(130)


async def serve(port: int, open_browser: bool, business: str, told: asyncio.Event | None = None) -> None:
    """Run the demo until told to end; another business is shown when the page asks for it."""
    if told is None:
        told = asyncio.Event()
        _listen_for_the_end(told)
    language = None
    while not told.is_set():
        demo = await start(port, language=language, business=business)
        await _show(demo, told, open_browser)
        if demo.wanted is None:
            return
        business, language, open_browser = demo.wanted, demo.house.default_language, False
        port = urlsplit(demo.url).port or port


async def _show(demo: Demo, told: asyncio.Event, open_browser: bool) -> None:
    # What was imported stays: going through it again at the end would take longer than the end itself.
    gc.freeze()
    try:
        print(f"Frontline demo: {demo.url}  {demo.sample.names['en']}  (Ctrl-C ends it)", flush=True)
        if open_browser and _has_screen():
            # A thread of its own: a browser that never comes back must not hold the end.
            threading.Thread(target=webbrowser.open, args=(demo.url,), daemon=True).start()
        ends = {asyncio.create_task(told.wait()), asyncio.create_task(demo.ended())}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
    finally:
        await demo.stop()


def _has_screen() -> bool:
    """Whether a browser would be a window; one in the terminal would take it from us."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _listen_for_the_end(told: asyncio.Event) -> None:
    """Ctrl-C and SIGTERM end the demo in order; where there are no signal handlers, as KeyboardInterrupt."""
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(sign, told.set)
        except NotImplementedError:
            return
